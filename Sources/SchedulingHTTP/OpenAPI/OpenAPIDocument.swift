// swift-format-ignore-file
// Written by Tests/embed from openapi.json: change that, and run it.

/// The OpenAPI 3.1 document of the management API.
package enum OpenAPIDocument {
  /// The bytes of the file.
  package static let bytes: [UInt8] = text.withUTF8Buffer(Array.init)

  private static let text: StaticString = ###"""
{
  "openapi": "3.1.0",
  "info": {
    "title": "swift-scheduling management",
    "version": "1",
    "description": "What a scheduler's jobs are, did and why, and the requests that steer them. Instants are RFC 3339 in UTC unless a member says otherwise. Every member of an answer is always there; null stands for what is not known. Changes are off unless the host passes `authorize`; they need `content-type: application/json` (also without a body) and either a same-origin request (Sec-Fetch-Site or Origin) or an Authorization field. HEAD is answered wherever GET is."
  },
  "servers": [{"url": "/v1/scheduler", "description": "The host chooses the prefix."}],
  "paths": {
    "/attention": {
      "get": {
        "operationId": "attention",
        "summary": "What needs somebody.",
        "parameters": [],
        "responses": {
          "200": {
            "description": "What needs somebody.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Attention"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/audit": {
      "get": {
        "operationId": "listAudit",
        "summary": "Who did what, newest first.",
        "parameters": [
          {
            "name": "job",
            "in": "query",
            "required": false,
            "description": "About this job.",
            "schema": {"type": "string"}
          },
          {
            "name": "by",
            "in": "query",
            "required": false,
            "description": "By this caller.",
            "schema": {"type": "string"}
          },
          {
            "name": "action",
            "in": "query",
            "required": false,
            "description": "This action.",
            "schema": {"type": "string"}
          },
          {"$ref": "#/components/parameters/limit"},
          {"$ref": "#/components/parameters/cursor"}
        ],
        "responses": {
          "200": {
            "description": "Who did what, newest first.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Audit"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/dead-letters": {
      "get": {
        "operationId": "listDeadLetters",
        "summary": "Dead letters, grouped by message.",
        "parameters": [
          {
            "name": "job",
            "in": "query",
            "required": false,
            "description": "These jobs.",
            "schema": {"type": "array", "items": {"type": "string"}}
          },
          {"$ref": "#/components/parameters/limit"}
        ],
        "responses": {
          "200": {
            "description": "Dead letters, grouped by message.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DeadLetters"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/dead-letters/discard": {
      "post": {
        "operationId": "discardDeadLetters",
        "summary": "Discards the dead letters of a selector.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {
            "name": "message",
            "in": "query",
            "required": false,
            "description": "Letters with exactly this message.",
            "schema": {"type": "string"}
          },
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state. message counts as well."
      }
    },
    "/dead-letters/requeue": {
      "post": {
        "operationId": "requeueDeadLetters",
        "summary": "Requeues the dead letters of a selector.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {
            "name": "message",
            "in": "query",
            "required": false,
            "description": "Letters with exactly this message.",
            "schema": {"type": "string"}
          },
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state. message counts as well."
      }
    },
    "/dead-letters/{id}/discard": {
      "post": {
        "operationId": "discardDeadLetter",
        "summary": "Throws a dead letter away.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/dead-letters/{id}/requeue": {
      "post": {
        "operationId": "requeueDeadLetter",
        "summary": "Runs a dead letter's firing again.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/events": {
      "get": {
        "operationId": "listenToEvents",
        "summary": "What happens, as server-sent events.",
        "description": "`id` is opaque; with Last-Event-ID a client goes on where it was, on the same replica. Events: `run-started`, `run-ended` (data: Run), `progress` (data: {job, run_id, progress}; of runs of this replica), `job-changed` (data: {job, what}; job is null for all), `request` (data: Request), `audit` (data: AuditEntry), `attention` (data: {what}; ask /attention again), `dropped` (data: {count}; the client was too slow or away too long), `reset` (data: {reason}; ask everything again). A comment every 15 s keeps the connection.",
        "parameters": [
          {
            "name": "job",
            "in": "query",
            "required": false,
            "description": "About these jobs.",
            "schema": {"type": "array", "items": {"type": "string"}}
          },
          {
            "name": "event",
            "in": "query",
            "required": false,
            "description": "Only these events.",
            "schema": {"type": "array", "items": {"type": "string"}}
          },
          {"name": "Last-Event-ID", "in": "header", "required": false, "schema": {"type": "string"}}
        ],
        "responses": {
          "200": {
            "description": "A stream of events with a name, an id and data in JSON; see `event` for the names.",
            "content": {"text/event-stream": {"schema": {}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "429": {"$ref": "#/components/responses/Problem429"}
        }
      }
    },
    "/explain": {
      "get": {
        "operationId": "explain",
        "summary": "Why a job ran, or did not, at an instant.",
        "parameters": [
          {"name": "job", "in": "query", "required": true, "description": "The job.", "schema": {"type": "string"}},
          {
            "name": "at",
            "in": "query",
            "required": true,
            "description": "The instant.",
            "schema": {"type": "string", "format": "date-time"}
          }
        ],
        "responses": {
          "200": {
            "description": "Why a job ran, or did not, at an instant.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Explanation"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "422": {"$ref": "#/components/responses/Problem422"}
        }
      }
    },
    "/fleet": {
      "get": {
        "operationId": "getFleet",
        "summary": "The replicas.",
        "parameters": [],
        "responses": {
          "200": {
            "description": "The replicas.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fleet"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/forecast": {
      "get": {
        "operationId": "forecast",
        "summary": "What is to come.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {
            "name": "from",
            "in": "query",
            "required": false,
            "description": "Now by default; not before it.",
            "schema": {"type": "string", "format": "date-time"}
          },
          {
            "name": "to",
            "in": "query",
            "required": false,
            "description": "At most 31 days after from; 6 hours by default.",
            "schema": {"type": "string", "format": "date-time"}
          }
        ],
        "responses": {
          "200": {
            "description": "What is to come.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Forecast"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "422": {"$ref": "#/components/responses/Problem422"}
        }
      }
    },
    "/jobs": {
      "get": {
        "operationId": "listJobs",
        "summary": "The jobs.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {
            "name": "sort",
            "in": "query",
            "required": false,
            "description": "id by default; a dash reverses.",
            "schema": {
              "type": "string",
              "enum": [
                "id",
                "-id",
                "next",
                "-next",
                "last",
                "-last",
                "owner",
                "-owner",
                "lateness",
                "-lateness",
                "state",
                "-state"
              ]
            }
          },
          {
            "name": "strip",
            "in": "query",
            "required": false,
            "description": "How many instants in the strip; 60 by default.",
            "schema": {"type": "integer", "minimum": 0, "maximum": 60}
          },
          {"$ref": "#/components/parameters/limit"},
          {"$ref": "#/components/parameters/cursor"}
        ],
        "responses": {
          "200": {
            "description": "The jobs.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/JobList"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "422": {"$ref": "#/components/responses/Problem422"}
        }
      }
    },
    "/jobs/backfill": {
      "post": {
        "operationId": "backfillJobs",
        "summary": "Backfills each job of a selector.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BackfillOrder"}}}
        },
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state."
      }
    },
    "/jobs/pause": {
      "post": {
        "operationId": "pauseJobs",
        "summary": "Pauses the jobs of a selector.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PauseOrder"}}}},
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state."
      }
    },
    "/jobs/resume": {
      "post": {
        "operationId": "resumeJobs",
        "summary": "Resumes the jobs of a selector.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state."
      }
    },
    "/jobs/run": {
      "post": {
        "operationId": "runJobs",
        "summary": "Asks for a run of each job of a selector.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RunOrder"}}}},
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state."
      }
    },
    "/jobs/{id}": {
      "get": {
        "operationId": "getJob",
        "summary": "One job.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          }
        ],
        "responses": {
          "200": {
            "description": "One job.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/JobDetail"}}},
            "headers": {"ETag": {"schema": {"type": "string"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/jobs/{id}/backfill": {
      "post": {
        "operationId": "backfillJob",
        "summary": "Asks for a run of each past instant in a range.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/if-match"},
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BackfillOrder"}}}
        },
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/jobs/{id}/books": {
      "get": {
        "operationId": "getBooks",
        "summary": "What became of each day's instants.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {
            "name": "days",
            "in": "query",
            "required": false,
            "description": "14 by default.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 60}
          }
        ],
        "responses": {
          "200": {
            "description": "What became of each day's instants.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Books"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/jobs/{id}/pause": {
      "post": {
        "operationId": "pauseJob",
        "summary": "Pauses a job.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/if-match"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PauseOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/jobs/{id}/reschedule": {
      "post": {
        "operationId": "rescheduleJob",
        "summary": "Gives a job of a durable store another trigger; jobs of the code and of schedule files are refused with 409.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/if-match"},
          {
            "name": "preview",
            "in": "query",
            "description": "Answers when the job would run, and changes nothing.",
            "schema": {"type": "boolean"}
          },
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RescheduleOrder"}}}
        },
        "responses": {
          "200": {
            "description": "With preview: when it would run.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Preview"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/jobs/{id}/resume": {
      "post": {
        "operationId": "resumeJob",
        "summary": "Lets a job go on.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/if-match"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/jobs/{id}/run": {
      "post": {
        "operationId": "runJob",
        "summary": "Asks for a run now.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/if-match"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RunOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/jobs/{id}/runs": {
      "get": {
        "operationId": "listJobRuns",
        "summary": "A job's rows of history.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {
            "name": "outcome",
            "in": "query",
            "required": false,
            "description": "One of these outcomes.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "enum": ["succeeded", "failed", "timedOut", "cancelled", "crashed", "skipped", "missed"]
              }
            }
          },
          {
            "name": "cause",
            "in": "query",
            "required": false,
            "description": "One of these causes.",
            "schema": {
              "type": "array",
              "items": {"type": "string", "enum": ["scheduled", "run-now", "backfill", "requeue", "event"]}
            }
          },
          {
            "name": "from",
            "in": "query",
            "required": false,
            "description": "The outcome was known at this time or later.",
            "schema": {"type": "string", "format": "date-time"}
          },
          {
            "name": "to",
            "in": "query",
            "required": false,
            "description": "The outcome was known before this time.",
            "schema": {"type": "string", "format": "date-time"}
          },
          {"$ref": "#/components/parameters/limit"},
          {"$ref": "#/components/parameters/cursor-of-runs"}
        ],
        "responses": {
          "200": {
            "description": "A job's rows of history.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RunList"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "422": {"$ref": "#/components/responses/Problem422"}
        }
      }
    },
    "/jobs/{id}/statistics": {
      "get": {
        "operationId": "getStatistics",
        "summary": "How a job has done.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          }
        ],
        "responses": {
          "200": {
            "description": "How a job has done.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Statistics"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/locks": {
      "get": {
        "operationId": "listLocks",
        "summary": "Locks and leases.",
        "parameters": [],
        "responses": {
          "200": {
            "description": "Locks and leases.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Locks"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/openapi.json": {
      "get": {
        "operationId": "getOpenAPI",
        "summary": "This document.",
        "parameters": [],
        "responses": {
          "200": {"description": "This document.", "content": {"application/json": {"schema": {"type": "object"}}}},
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/overview": {
      "get": {
        "operationId": "getOverview",
        "summary": "All jobs in a few numbers.",
        "parameters": [],
        "responses": {
          "200": {
            "description": "How the last 24 hours went, and what the next one holds.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Overview"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/pause": {
      "post": {
        "operationId": "pauseEverything",
        "summary": "Pauses everything, of the whole fleet where claims are shared.",
        "parameters": [{"$ref": "#/components/parameters/idempotency-key"}],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PauseOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/requests/{id}": {
      "get": {
        "operationId": "getRequest",
        "summary": "A request through its life.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          }
        ],
        "responses": {
          "200": {
            "description": "A request through its life.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/resume": {
      "post": {
        "operationId": "resumeEverything",
        "summary": "Clears the switch that pauses everything.",
        "parameters": [{"$ref": "#/components/parameters/idempotency-key"}],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/runs": {
      "get": {
        "operationId": "listRuns",
        "summary": "Rows of all jobs, newest first, with what goes on.",
        "parameters": [
          {
            "name": "job",
            "in": "query",
            "required": false,
            "description": "These jobs.",
            "schema": {"type": "array", "items": {"type": "string"}}
          },
          {
            "name": "outcome",
            "in": "query",
            "required": false,
            "description": "One of these outcomes.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "enum": ["succeeded", "failed", "timedOut", "cancelled", "crashed", "skipped", "missed"]
              }
            }
          },
          {
            "name": "cause",
            "in": "query",
            "required": false,
            "description": "One of these causes.",
            "schema": {
              "type": "array",
              "items": {"type": "string", "enum": ["scheduled", "run-now", "backfill", "requeue", "event"]}
            }
          },
          {
            "name": "from",
            "in": "query",
            "required": false,
            "description": "The outcome was known at this time or later.",
            "schema": {"type": "string", "format": "date-time"}
          },
          {
            "name": "to",
            "in": "query",
            "required": false,
            "description": "The outcome was known before this time.",
            "schema": {"type": "string", "format": "date-time"}
          },
          {
            "name": "open",
            "in": "query",
            "required": false,
            "description": "true: only runs that go on; false: only what has ended.",
            "schema": {"type": "boolean"}
          },
          {"$ref": "#/components/parameters/limit"},
          {"$ref": "#/components/parameters/cursor-of-runs"}
        ],
        "responses": {
          "200": {
            "description": "Rows of all jobs, newest first, with what goes on.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RunList"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "422": {"$ref": "#/components/responses/Problem422"}
        }
      }
    },
    "/runs/cancel": {
      "post": {
        "operationId": "cancelRuns",
        "summary": "Asks all runs of the jobs of a selector to stop.",
        "parameters": [
          {"$ref": "#/components/parameters/filter-q"},
          {"$ref": "#/components/parameters/filter-job"},
          {"$ref": "#/components/parameters/filter-tag"},
          {"$ref": "#/components/parameters/filter-owner"},
          {"$ref": "#/components/parameters/filter-handler"},
          {"$ref": "#/components/parameters/filter-state"},
          {"$ref": "#/components/parameters/count"},
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "200": {
            "description": "With count: how many it would touch.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Count"}}}
          },
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        },
        "description": "The selector needs at least one of q, job, tag, owner, handler and state."
      }
    },
    "/runs/{id}": {
      "get": {
        "operationId": "getRun",
        "summary": "One run.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          }
        ],
        "responses": {
          "200": {
            "description": "One run.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RunDetail"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    },
    "/runs/{id}/cancel": {
      "post": {
        "operationId": "cancelRun",
        "summary": "Asks a run to stop, on whichever replica it goes on.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
          },
          {"$ref": "#/components/parameters/idempotency-key"}
        ],
        "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PlainOrder"}}}},
        "responses": {
          "202": {
            "description": "Taken: follow the request.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "404": {"$ref": "#/components/responses/Problem404"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "409": {"$ref": "#/components/responses/Problem409"},
          "412": {"$ref": "#/components/responses/Problem412"},
          "413": {"$ref": "#/components/responses/Problem413"},
          "414": {"$ref": "#/components/responses/Problem414"},
          "415": {"$ref": "#/components/responses/Problem415"},
          "422": {"$ref": "#/components/responses/Problem422"},
          "429": {"$ref": "#/components/responses/Problem429"},
          "503": {"$ref": "#/components/responses/Problem503"}
        }
      }
    },
    "/session": {
      "get": {
        "operationId": "getSession",
        "summary": "Who asks and what they may do.",
        "parameters": [],
        "responses": {
          "200": {
            "description": "Who asks and what they may do.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Session"}}}
          },
          "400": {"$ref": "#/components/responses/Problem400"},
          "401": {"$ref": "#/components/responses/Problem401"},
          "403": {"$ref": "#/components/responses/Problem403"},
          "405": {"$ref": "#/components/responses/Problem405"},
          "414": {"$ref": "#/components/responses/Problem414"}
        }
      }
    }
  },
  "components": {
    "parameters": {
      "count": {
        "name": "count",
        "in": "query",
        "required": false,
        "description": "Only answers how many it would touch.",
        "schema": {"type": "boolean"}
      },
      "cursor": {
        "name": "cursor",
        "in": "query",
        "required": false,
        "description": "next_cursor of the page before.",
        "schema": {"type": "string"}
      },
      "cursor-of-runs": {
        "name": "cursor",
        "in": "query",
        "required": false,
        "description": "next_cursor of the page before.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,6}$"}
      },
      "filter-handler": {
        "name": "handler",
        "in": "query",
        "required": false,
        "description": "One of these handlers.",
        "schema": {"type": "array", "items": {"type": "string"}}
      },
      "filter-job": {
        "name": "job",
        "in": "query",
        "required": false,
        "description": "These jobs.",
        "schema": {"type": "array", "items": {"type": "string"}}
      },
      "filter-owner": {
        "name": "owner",
        "in": "query",
        "required": false,
        "description": "Responsible or accountable is one of these.",
        "schema": {"type": "array", "items": {"type": "string"}}
      },
      "filter-q": {
        "name": "q",
        "in": "query",
        "required": false,
        "description": "Words that must occur in id, description, owner or tags.",
        "schema": {"type": "string"}
      },
      "filter-state": {
        "name": "state",
        "in": "query",
        "required": false,
        "description": "In one of these states.",
        "schema": {
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "unserved",
              "held",
              "overdue",
              "stuck",
              "breaker-open",
              "failing",
              "paused",
              "running",
              "waiting",
              "finished",
              "scheduled"
            ]
          }
        }
      },
      "filter-tag": {
        "name": "tag",
        "in": "query",
        "required": false,
        "description": "One of these tags.",
        "schema": {"type": "array", "items": {"type": "string"}}
      },
      "idempotency-key": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "1 to 200 visible ASCII characters: the same key with the same request, within 10 minutes on the same replica, is answered with the first answer.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
      },
      "if-match": {
        "name": "If-Match",
        "in": "header",
        "required": false,
        "description": "The job's ETag.",
        "schema": {"type": "string"}
      },
      "limit": {
        "name": "limit",
        "in": "query",
        "required": false,
        "description": "At most so many; 100 by default.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000}
      }
    },
    "responses": {
      "Problem400": {
        "description": "A query item or the body is not understood.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem401": {
        "description": "The host asks who you are.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem403": {
        "description": "Not allowed, or changes are off.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem404": {
        "description": "It is not there.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem405": {
        "description": "Another method.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem409": {
        "description": "Not now: what it is about has another state or number.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem412": {
        "description": "If-Match names another version.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem413": {
        "description": "The body is larger than 64 KiB.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem414": {
        "description": "The target is longer than 8 KiB.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem415": {
        "description": "The content type is not application/json.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem422": {
        "description": "Understood, but out of range.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem429": {
        "description": "Too many listeners or requests at once.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      },
      "Problem503": {
        "description": "The claims cannot be reached.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      }
    },
    "schemas": {
      "Attention": {
        "type": "object",
        "description": "What needs somebody, the most urgent first; no cards when all is well.",
        "properties": {
          "cards": {"type": "array", "items": {"$ref": "#/components/schemas/Card"}},
          "jobs": {"type": "integer"},
          "next_run": {"type": ["string", "null"], "format": "date-time"},
          "next_job": {"type": ["string", "null"]},
          "status": {"type": "string", "enum": ["ok", "degraded", "unhealthy"]},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["cards", "jobs", "next_run", "next_job", "status", "view"],
        "additionalProperties": false
      },
      "Audit": {
        "type": "object",
        "description": "Newest first.",
        "properties": {
          "entries": {"type": "array", "items": {"$ref": "#/components/schemas/AuditEntry"}},
          "next_cursor": {"type": ["string", "null"]},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["entries", "next_cursor", "view"],
        "additionalProperties": false
      },
      "AuditEntry": {
        "type": "object",
        "description": "Who did what.",
        "properties": {
          "id": {"type": "string"},
          "at": {"type": "string", "format": "date-time"},
          "by": {"type": "string"},
          "from": {"type": ["string", "null"], "description": "Where the request came from, as the host reported it."},
          "via": {"type": "string", "description": "http, schedulectl or code."},
          "instance": {"type": "string", "description": "The replica or program that took it."},
          "action": {"type": "string"},
          "job": {"type": ["string", "null"]},
          "target": {"type": ["string", "null"], "description": "A run, dead letter or selector."},
          "request": {"type": ["string", "null"], "description": "The request resource."},
          "result": {"type": "string", "description": "done, asked or refused."},
          "detail": {"type": ["string", "null"]},
          "before": {"description": "Any JSON value."},
          "after": {"description": "Any JSON value."}
        },
        "required": [
          "id",
          "at",
          "by",
          "from",
          "via",
          "instance",
          "action",
          "job",
          "target",
          "request",
          "result",
          "detail",
          "before",
          "after"
        ],
        "additionalProperties": false
      },
      "BackfillOrder": {
        "type": "object",
        "description": "The range, both ends included.",
        "properties": {
          "from": {"type": "string", "format": "date-time"},
          "through": {"type": "string", "format": "date-time"},
          "overlap": {
            "type": "string",
            "description": "skip, allow, queueOne, queueAll(10) or cancelPrevious.",
            "pattern": "^(skip|allow|queueOne|queueAll\\([1-9][0-9]{0,3}\\)|cancelPrevious)$"
          },
          "note": {"type": "string"},
          "expected": {"type": "integer", "minimum": 0, "maximum": 1000000}
        },
        "required": ["from", "through"],
        "additionalProperties": false
      },
      "BookDay": {
        "type": "object",
        "description": "due = ran + failed + the sum of skipped + the sum of missed + elsewhere + open + unrecorded.",
        "properties": {
          "day": {"type": "string", "description": "In the job's zone, such as 2026-11-21."},
          "from": {"type": "string", "format": "date-time"},
          "to": {"type": "string", "format": "date-time"},
          "due": {"type": "integer", "description": "Nominal instants that came due on the day."},
          "ran": {"type": "integer", "description": "Runs that succeeded or were cancelled."},
          "failed": {"type": "integer", "description": "Failed, timed out or crashed."},
          "skipped": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "By reason."},
          "missed": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "By reason."},
          "elsewhere": {"type": "integer", "description": "Decided by another replica, which has the row; 0 in the fleet's view."},
          "open": {"type": "integer", "description": "Running or waiting."},
          "unrecorded": {"type": "integer", "description": "Instants whose rows have made room, or were lost."},
          "sentence": {"type": "string", "description": "The sum in words."}
        },
        "required": [
          "day",
          "from",
          "to",
          "due",
          "ran",
          "failed",
          "skipped",
          "missed",
          "elsewhere",
          "open",
          "unrecorded",
          "sentence"
        ],
        "additionalProperties": false
      },
      "Books": {
        "type": "object",
        "description": "What became of each day's instants, newest day first.",
        "properties": {
          "job": {"type": "string"},
          "time_zone": {"type": "string"},
          "days": {"type": "array", "items": {"$ref": "#/components/schemas/BookDay"}},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["job", "time_zone", "days", "view"],
        "additionalProperties": false
      },
      "Card": {
        "type": "object",
        "description": "Something that needs somebody.",
        "properties": {
          "id": {"type": "string", "description": "The same while the matter lasts."},
          "kind": {
            "type": "string",
            "enum": [
              "overdue",
              "stuck",
              "paused-long",
              "unserved",
              "held",
              "breaker-open",
              "dead-letters",
              "lease-lost",
              "lease-late",
              "clock",
              "claims",
              "fleet",
              "failing",
              "status"
            ]
          },
          "severity": {"type": "string", "enum": ["critical", "warning", "notice"]},
          "job": {"type": ["string", "null"]},
          "run_id": {"type": ["string", "null"]},
          "since": {"type": ["string", "null"], "format": "date-time"},
          "title": {"type": "string", "description": "What happened."},
          "detail": {"type": "string", "description": "What it means and what to do."},
          "count": {"type": "integer"},
          "remedies": {"type": "array", "items": {"$ref": "#/components/schemas/Remedy"}}
        },
        "required": ["id", "kind", "severity", "job", "run_id", "since", "title", "detail", "count", "remedies"],
        "additionalProperties": false
      },
      "Count": {
        "type": "object",
        "description": "How many a request would touch.",
        "properties": {
          "count": {"type": "integer"},
          "jobs": {"type": "array", "items": {"type": "string"}, "description": "The ids of the first 20."},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["count", "jobs", "view"],
        "additionalProperties": false
      },
      "DeadLetter": {
        "type": "object",
        "description": "A firing that was given up.",
        "properties": {
          "id": {"type": "string"},
          "job": {"type": "string"},
          "scheduled_at": {"type": "string", "format": "date-time"},
          "cause": {"type": "string"},
          "attempts": {"type": "integer"},
          "outcome": {"type": "string"},
          "message": {"type": ["string", "null"]},
          "at": {"type": "string", "format": "date-time"},
          "arguments": {"description": "Any JSON value."}
        },
        "required": ["id", "job", "scheduled_at", "cause", "attempts", "outcome", "message", "at", "arguments"],
        "additionalProperties": false
      },
      "DeadLetters": {
        "type": "object",
        "description": "Dead letters, grouped by message, the group with the newest first.",
        "properties": {
          "groups": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "Letters of one message.",
              "properties": {
                "message": {"type": ["string", "null"]},
                "count": {"type": "integer"},
                "first_at": {"type": "string", "format": "date-time"},
                "last_at": {"type": "string", "format": "date-time"},
                "jobs": {
                  "type": "object",
                  "additionalProperties": {"type": "integer"},
                  "description": "How many of each job."
                },
                "letters": {
                  "type": "array",
                  "items": {"$ref": "#/components/schemas/DeadLetter"},
                  "description": "The newest, as many as limit."
                }
              },
              "required": ["message", "count", "first_at", "last_at", "jobs", "letters"],
              "additionalProperties": false
            }
          },
          "total": {"type": "integer"},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["groups", "total", "view"],
        "additionalProperties": false
      },
      "Explanation": {
        "type": "object",
        "description": "Why a job ran, or did not, at an instant.",
        "properties": {
          "job": {"type": "string"},
          "instant": {"type": "string", "format": "date-time"},
          "verdict": {
            "type": "string",
            "enum": [
              "ran",
              "skipped",
              "missed",
              "running",
              "waiting",
              "pending",
              "upcoming",
              "notScheduled",
              "elsewhere",
              "beforeRegistration",
              "forgotten"
            ]
          },
          "sentence": {"type": "string"},
          "outcome": {"type": ["string", "null"]},
          "run_id": {"type": ["string", "null"]},
          "instance": {"type": ["string", "null"]},
          "previous": {"type": ["string", "null"], "format": "date-time"},
          "next": {"type": ["string", "null"], "format": "date-time"},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["job", "instant", "verdict", "sentence", "outcome", "run_id", "instance", "previous", "next", "view"],
        "additionalProperties": false
      },
      "Fleet": {
        "type": "object",
        "description": "Who is there.",
        "properties": {
          "replicas": {"type": "array", "items": {"$ref": "#/components/schemas/Replica"}},
          "claims": {
            "type": "object",
            "description": "Where claims are kept.",
            "properties": {
              "kind": {"type": "string"},
              "connected": {"type": "boolean"},
              "error": {"type": ["string", "null"]},
              "clock_offset_ms": {"type": ["number", "null"]},
              "facts": {"type": "object", "additionalProperties": {"type": "string"}}
            },
            "required": ["kind", "connected", "error", "clock_offset_ms", "facts"],
            "additionalProperties": false
          },
          "epoch": {"type": ["string", "null"]},
          "born": {"type": ["string", "null"], "format": "date-time"},
          "pause": {"oneOf": [{"$ref": "#/components/schemas/Pause"}, {"type": "null"}]},
          "waiting_requests": {"type": "array", "items": {"$ref": "#/components/schemas/Request"}},
          "running": {"type": "integer"},
          "queued": {"type": "integer"},
          "lateness_ms": {
            "type": "object",
            "description": "Of the answering replica.",
            "properties": {"p50": {"type": ["number", "null"]}, "p99": {"type": ["number", "null"]}},
            "required": ["p50", "p99"],
            "additionalProperties": false
          },
          "status": {"type": "string", "enum": ["ok", "degraded", "unhealthy"]},
          "reasons": {"type": "array", "items": {"type": "string"}},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": [
          "replicas",
          "claims",
          "epoch",
          "born",
          "pause",
          "waiting_requests",
          "running",
          "queued",
          "lateness_ms",
          "status",
          "reasons",
          "view"
        ],
        "additionalProperties": false
      },
      "Forecast": {
        "type": "object",
        "description": "What is to come.",
        "properties": {
          "from": {"type": "string", "format": "date-time"},
          "to": {"type": "string", "format": "date-time"},
          "jobs": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A job's predicted bars.",
              "properties": {
                "job": {"type": "string"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "owner": {"oneOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]},
                "time_zone": {"type": ["string", "null"]},
                "paused": {"type": "boolean"},
                "duration_ms": {
                  "type": ["number", "null"],
                  "description": "The median of its runs: the length of each bar; null when unknown."
                },
                "at": {
                  "type": "array",
                  "items": {"type": "integer"},
                  "description": "Start of each bar in milliseconds since 1970, jitter included."
                },
                "truncated": {"type": "boolean", "description": "There are more instants than are listed."}
              },
              "required": ["job", "tags", "owner", "time_zone", "paused", "duration_ms", "at", "truncated"],
              "additionalProperties": false
            }
          },
          "clock_changes": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A change of daylight saving in the range.",
              "properties": {
                "time_zone": {"type": "string"},
                "at": {"type": "string", "format": "date-time"},
                "offset_before": {"type": "integer", "description": "Seconds east of UTC."},
                "offset_after": {"type": "integer"},
                "jobs": {"type": "array", "items": {"type": "string"}, "description": "The first 20 jobs of the zone."}
              },
              "required": ["time_zone", "at", "offset_before", "offset_after", "jobs"],
              "additionalProperties": false
            }
          },
          "collisions": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A minute in which several jobs start.",
              "properties": {
                "minute": {"type": "string", "format": "date-time"},
                "starts": {"type": "integer"},
                "jobs": {"type": "array", "items": {"type": "string"}, "description": "The first 20."}
              },
              "required": ["minute", "starts", "jobs"],
              "additionalProperties": false
            },
            "description": "Minutes with two starts or more, the fullest first; at most 100."
          },
          "per_minute": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
            "description": "[minute in milliseconds since 1970, starts] of every minute with a start."
          },
          "truncated": {"type": "boolean"},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["from", "to", "jobs", "clock_changes", "collisions", "per_minute", "truncated", "view"],
        "additionalProperties": false
      },
      "InstantRow": {
        "type": "object",
        "description": "One instant of a job, to come or past, with what became of it.",
        "properties": {
          "at": {"type": "string", "format": "date-time"},
          "first_at": {"type": "string", "format": "date-time"},
          "count": {"type": "integer"},
          "local": {"type": "string", "description": "The same instant with the offset of the job's zone."},
          "state": {"type": "string", "enum": ["upcoming", "pending", "waiting", "running", "ran", "skipped", "missed"]},
          "outcome": {"type": ["string", "null"]},
          "reason": {"type": ["string", "null"]},
          "why": {"type": "string", "description": "In words."},
          "cause": {"type": "string", "enum": ["scheduled", "run-now", "backfill", "requeue", "event"]},
          "run_id": {"type": ["string", "null"]},
          "attempt": {"type": "integer"},
          "started_at": {"type": ["string", "null"], "format": "date-time"},
          "ended_at": {"type": ["string", "null"], "format": "date-time"},
          "duration_ms": {"type": ["number", "null"], "description": "Of an upcoming instant the median of earlier runs."},
          "lateness_ms": {"type": ["number", "null"]},
          "instance": {"type": ["string", "null"]},
          "message": {"type": ["string", "null"]},
          "will_retry": {"type": "boolean"},
          "dry_run": {"type": "boolean"}
        },
        "required": [
          "at",
          "first_at",
          "count",
          "local",
          "state",
          "outcome",
          "reason",
          "why",
          "cause",
          "run_id",
          "attempt",
          "started_at",
          "ended_at",
          "duration_ms",
          "lateness_ms",
          "instance",
          "message",
          "will_retry",
          "dry_run"
        ],
        "additionalProperties": false
      },
      "Job": {
        "type": "object",
        "description": "A job in the list.",
        "properties": {
          "id": {"type": "string"},
          "description": {"type": ["string", "null"]},
          "schedule": {
            "type": ["string", "null"],
            "description": "The trigger in words; null where only other replicas know the job."
          },
          "trigger": {"type": ["string", "null"], "description": "The trigger as it is written."},
          "time_zone": {"type": ["string", "null"], "description": "The trigger's zone; null where it has none."},
          "handler": {"type": ["string", "null"]},
          "owner": {"oneOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]},
          "tags": {"type": "array", "items": {"type": "string"}},
          "source": {
            "type": "string",
            "enum": ["code", "file", "store", "elsewhere"],
            "description": "Where the job comes from; elsewhere: this replica does not have it."
          },
          "version": {"type": ["integer", "null"], "description": "Of a stored job."},
          "state": {
            "type": "string",
            "enum": [
              "unserved",
              "held",
              "overdue",
              "stuck",
              "breaker-open",
              "failing",
              "paused",
              "running",
              "waiting",
              "finished",
              "scheduled"
            ],
            "description": "The most urgent of states."
          },
          "states": {
            "type": "array",
            "items": {
              "type": "string",
              "enum": [
                "unserved",
                "held",
                "overdue",
                "stuck",
                "breaker-open",
                "failing",
                "paused",
                "running",
                "waiting",
                "finished",
                "scheduled"
              ]
            }
          },
          "state_detail": {"type": ["string", "null"], "description": "Why it is held, unserved or not here, in words."},
          "paused": {"type": "boolean"},
          "pause": {"oneOf": [{"$ref": "#/components/schemas/Pause"}, {"type": "null"}]},
          "pause_note": {"type": ["string", "null"]},
          "next_run": {"type": ["string", "null"], "format": "date-time"},
          "running": {"type": "integer", "description": "Runs that go on, in the fleet where the view is the fleet's."},
          "progress": {
            "oneOf": [{"$ref": "#/components/schemas/Progress"}, {"type": "null"}],
            "description": "Of its runs on the replica that answers: the newest report."
          },
          "last_run": {"oneOf": [{"$ref": "#/components/schemas/Run"}, {"type": "null"}]},
          "last_success": {"type": ["string", "null"], "format": "date-time"},
          "overdue": {"type": "boolean"},
          "lateness_p95_ms": {"type": ["number", "null"]},
          "duration_p50_ms": {"type": ["number", "null"]},
          "duration_p95_ms": {"type": ["number", "null"]},
          "strip": {"$ref": "#/components/schemas/Strip"},
          "etag": {"type": "string", "description": "For If-Match."}
        },
        "required": [
          "id",
          "description",
          "schedule",
          "trigger",
          "time_zone",
          "handler",
          "owner",
          "tags",
          "source",
          "version",
          "state",
          "states",
          "state_detail",
          "paused",
          "pause",
          "pause_note",
          "next_run",
          "running",
          "progress",
          "last_run",
          "last_success",
          "overdue",
          "lateness_p95_ms",
          "duration_p50_ms",
          "duration_p95_ms",
          "strip",
          "etag"
        ],
        "additionalProperties": false
      },
      "JobDetail": {
        "type": "object",
        "description": "One job with its policies and instants.",
        "properties": {
          "job": {"$ref": "#/components/schemas/Job"},
          "policies": {"type": "array", "items": {"$ref": "#/components/schemas/Policy"}},
          "arguments": {"description": "What its runs are started with, redacted; null when there is nothing."},
          "instants": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/InstantRow"},
            "description": "Newest first: at most 10 to come, then what goes on, then at most 100 of the past."
          },
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["job", "policies", "arguments", "instants", "view"],
        "additionalProperties": false
      },
      "JobList": {
        "type": "object",
        "description": "A page of jobs.",
        "properties": {
          "jobs": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
          "next_cursor": {"type": ["string", "null"]},
          "total": {"type": "integer", "description": "All jobs."},
          "matched": {"type": "integer", "description": "Jobs that the filters let through, on all pages."},
          "as_of": {"type": "string", "format": "date-time"},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["jobs", "next_cursor", "total", "matched", "as_of", "view"],
        "additionalProperties": false
      },
      "Lease": {
        "type": "object",
        "description": "A run that goes on and the lease that protects it.",
        "properties": {
          "run_id": {"type": "string"},
          "job": {"type": "string"},
          "scheduled_at": {"type": "string", "format": "date-time"},
          "cause": {"type": "string"},
          "instance": {"type": "string"},
          "attempt": {"type": "integer"},
          "crashes": {"type": "integer"},
          "lock": {"type": "string"},
          "slot": {"type": "integer"},
          "fencing_token": {"type": ["integer", "null"]},
          "lease_ends": {"type": ["string", "null"], "format": "date-time", "description": "Null where claims are local."},
          "started_at": {"type": ["string", "null"], "format": "date-time"}
        },
        "required": [
          "run_id",
          "job",
          "scheduled_at",
          "cause",
          "instance",
          "attempt",
          "crashes",
          "lock",
          "slot",
          "fencing_token",
          "lease_ends",
          "started_at"
        ],
        "additionalProperties": false
      },
      "Locks": {
        "type": "object",
        "description": "Who holds what.",
        "properties": {
          "locks": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A slot that is taken.",
              "properties": {
                "key": {"type": "string"},
                "slot": {"type": "integer"},
                "holder": {"type": "string"},
                "job": {"type": ["string", "null"]},
                "fencing_token": {"type": ["integer", "null"]},
                "remaining_ms": {"type": "number"}
              },
              "required": ["key", "slot", "holder", "job", "fencing_token", "remaining_ms"],
              "additionalProperties": false
            }
          },
          "leases": {"type": "array", "items": {"$ref": "#/components/schemas/Lease"}},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["locks", "leases", "view"],
        "additionalProperties": false
      },
      "Overview": {
        "type": "object",
        "description": "All jobs in a few numbers: how the last 24 hours went, and what the next one holds. Dry runs do not count. At most 5 seconds old.",
        "properties": {
          "from": {"type": "string", "format": "date-time"},
          "to": {"type": "string", "format": "date-time"},
          "runs": {"type": "integer", "description": "Runs that ended; all attempts of a firing are one."},
          "succeeded": {"type": "integer"},
          "failed": {"type": "integer", "description": "Failed, timed out, crashed, or without their lease."},
          "recovered": {"type": "integer", "description": "Of those that succeeded, the ones that needed a retry."},
          "skipped": {"type": "object", "description": "Instants by reason.", "additionalProperties": {"type": "integer"}},
          "missed": {"type": "object", "description": "Instants by reason.", "additionalProperties": {"type": "integer"}},
          "due_next_hour": {
            "type": "integer",
            "description": "Instants of jobs that the answering replica has and nobody has paused."
          },
          "lateness_ms": {
            "type": "object",
            "description": "From the nominal instant to the start.",
            "properties": {
              "p50": {"type": ["number", "null"]},
              "p95": {"type": ["number", "null"]},
              "worst": {"type": ["number", "null"]}
            },
            "required": ["p50", "p95", "worst"],
            "additionalProperties": false
          },
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": [
          "from",
          "to",
          "runs",
          "succeeded",
          "failed",
          "recovered",
          "skipped",
          "missed",
          "due_next_hour",
          "lateness_ms",
          "view"
        ],
        "additionalProperties": false
      },
      "Owner": {
        "type": "object",
        "description": "Who looks after a job.",
        "properties": {"responsible": {"type": ["string", "null"]}, "accountable": {"type": ["string", "null"]}},
        "required": [],
        "additionalProperties": false
      },
      "Pause": {
        "type": "object",
        "description": "Who paused, why, and until when.",
        "properties": {
          "scope": {
            "type": "string",
            "enum": ["job", "everything"],
            "description": "Whether the job's own switch or that of everything is on."
          },
          "note": {"type": "string"},
          "by": {
            "type": ["string", "null"],
            "description": "Null where the switch was set by code, or by a version that did not record it."
          },
          "since": {"type": ["string", "null"], "format": "date-time"},
          "until": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When it ends by itself; null when somebody has to resume."
          }
        },
        "required": ["scope", "note", "by", "since", "until"],
        "additionalProperties": false
      },
      "PauseOrder": {
        "type": "object",
        "description": "All members may be left out.",
        "properties": {
          "note": {"type": "string"},
          "until": {"type": "string", "format": "date-time"},
          "expected": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "description": "Of a selection: refuse with 409 when it touches another number."
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "PlainOrder": {
        "type": "object",
        "description": "All members may be left out.",
        "properties": {"note": {"type": "string"}, "expected": {"type": "integer", "minimum": 0, "maximum": 1000000}},
        "required": [],
        "additionalProperties": false
      },
      "Policy": {
        "type": "object",
        "description": "One policy as it is in force.",
        "properties": {
          "name": {"type": "string", "description": "As in a schedule file, such as misfire-grace."},
          "value": {"description": "Any JSON value."},
          "words": {"type": "string", "description": "The value as text."},
          "source": {"type": "string", "enum": ["code", "file", "store", "default"]},
          "origin": {
            "type": ["string", "null"],
            "description": "The name of the schedule file, and whether its defaults section sets it."
          }
        },
        "required": ["name", "value", "words", "source", "origin"],
        "additionalProperties": false
      },
      "Problem": {
        "type": "object",
        "description": "RFC 9457.",
        "properties": {
          "type": {"type": "string"},
          "title": {"type": "string"},
          "status": {"type": "integer"},
          "detail": {"type": "string"}
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": false
      },
      "Remedy": {
        "type": "object",
        "description": "A request that helps.",
        "properties": {
          "label": {"type": "string"},
          "action": {"type": "string", "enum": ["read", "pause", "resume", "run", "backfill", "reschedule", "cancel", "requeue", "discard"]},
          "method": {"type": "string", "enum": ["GET", "POST"]},
          "path": {"type": "string", "description": "Below the API's prefix, such as jobs/import/resume; percent-encoded."}
        },
        "required": ["label", "action", "method", "path"],
        "additionalProperties": false
      },
      "Replica": {
        "type": "object",
        "description": "A replica as the fleet sees it.",
        "properties": {
          "instance": {"type": "string"},
          "status": {"type": "string", "enum": ["running", "draining", "lost", "idle", "stopped"]},
          "last_seen": {"type": "string", "format": "date-time"},
          "age_ms": {"type": "number"},
          "tzdata": {"type": ["string", "null"]},
          "version": {"type": ["string", "null"]},
          "clock_offset_ms": {"type": ["number", "null"], "description": "Known of the answering replica."},
          "running": {"type": "integer"},
          "is_this": {"type": "boolean", "description": "The one that answers."}
        },
        "required": ["instance", "status", "last_seen", "age_ms", "tzdata", "version", "clock_offset_ms", "running", "is_this"],
        "additionalProperties": false
      },
      "Request": {
        "type": "object",
        "description": "What somebody asked for, through its life.",
        "properties": {
          "id": {"type": "string"},
          "action": {"type": "string"},
          "job": {"type": ["string", "null"]},
          "state": {
            "type": "string",
            "enum": ["asked", "taken", "started", "ended", "refused"],
            "description": "refused: it did not and will not happen; see message."
          },
          "by": {"type": "string"},
          "asked_at": {"type": "string", "format": "date-time"},
          "taken_by": {"type": ["string", "null"], "description": "The replica."},
          "started_at": {"type": ["string", "null"], "format": "date-time"},
          "run_id": {"type": ["string", "null"]},
          "ended_at": {"type": ["string", "null"], "format": "date-time"},
          "outcome": {
            "type": ["string", "null"],
            "description": "Of the run, such as succeeded or skipped(overlap); done for what needs no run."
          },
          "message": {"type": ["string", "null"]},
          "dry_run": {"type": "boolean"},
          "count": {
            "type": "integer",
            "description": "How many it touches: 1, the instants of a backfill, the members of a selection."
          },
          "items": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A member of a selection.",
              "properties": {
                "job": {"type": ["string", "null"]},
                "target": {"type": ["string", "null"]},
                "request": {"type": ["string", "null"]},
                "state": {"type": "string"},
                "message": {"type": ["string", "null"]}
              },
              "required": ["job", "target", "request", "state", "message"],
              "additionalProperties": false
            },
            "description": "The members of a selection, at most 1000; else empty."
          },
          "href": {"type": "string", "description": "Its address below the API's prefix."},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": [
          "id",
          "action",
          "job",
          "state",
          "by",
          "asked_at",
          "taken_by",
          "started_at",
          "run_id",
          "ended_at",
          "outcome",
          "message",
          "dry_run",
          "count",
          "items",
          "href",
          "view"
        ],
        "additionalProperties": false
      },
      "Evidence": {
        "type": "object",
        "description": "What a run left beside its outcome: the newest lines of its log, and its progress.",
        "properties": {
          "of": {
            "type": "string",
            "enum": ["fleet", "replica"],
            "description": "Whose knowledge it is: that of the fleet, or of one replica, which `instance` names."
          },
          "instance": {"type": "string", "description": "The replica that runs it, or ran it."},
          "lines": {
            "type": "array",
            "maxItems": 100,
            "description": "Oldest first; at most 16 KiB of text.",
            "items": {
              "type": "object",
              "properties": {
                "at": {"type": "string", "format": "date-time"},
                "level": {"type": "string", "enum": ["trace", "debug", "info", "notice", "warning", "error", "critical"]},
                "text": {"type": "string", "description": "The message, and its metadata as name=value, redacted."},
                "attempt": {"type": "integer"}
              },
              "required": ["at", "level", "text", "attempt"],
              "additionalProperties": false
            }
          },
          "dropped": {"type": "integer", "description": "Older lines that are not kept."},
          "progress": {"oneOf": [{"$ref": "#/components/schemas/Progress"}, {"type": "null"}]},
          "reason": {"type": ["string", "null"], "description": "Why there is nothing; null where there is something, or may be soon."}
        },
        "required": ["of", "instance", "lines", "dropped", "progress", "reason"],
        "additionalProperties": false
      },
      "Preview": {
        "type": "object",
        "description": "When a job would run with another trigger.",
        "properties": {
          "job": {"type": "string"},
          "schedule": {"type": "string", "description": "In words."},
          "trigger": {"type": "string"},
          "time_zone": {"type": ["string", "null"]},
          "next": {"type": "array", "maxItems": 10, "items": {"type": "string", "format": "date-time"}},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["job", "schedule", "trigger", "time_zone", "next", "view"],
        "additionalProperties": false
      },
      "Progress": {
        "type": "object",
        "description": "How far a run has come, as its body reported it.",
        "properties": {
          "fraction": {"type": "number", "minimum": 0, "maximum": 1},
          "note": {"type": "string"},
          "at": {"type": "string", "format": "date-time"}
        },
        "required": ["fraction", "note", "at"],
        "additionalProperties": false
      },
      "RescheduleOrder": {
        "type": "object",
        "properties": {
          "trigger": {
            "type": "object",
            "description": "As a schedule file writes it: one of cron, every, at, calendar, rrule, any or all, and timezone, start, end, exclude and so on.",
            "minProperties": 1
          },
          "note": {"type": "string"}
        },
        "required": ["trigger"],
        "additionalProperties": false
      },
      "Run": {
        "type": "object",
        "description": "One row of history: how a firing, or a range of firings that share one fate, ended; or a run that goes on.",
        "properties": {
          "run_id": {"type": ["string", "null"]},
          "job": {"type": "string"},
          "scheduled_at": {"type": "string", "format": "date-time", "description": "The nominal instant; the last one of a range."},
          "first_scheduled_at": {
            "type": "string",
            "format": "date-time",
            "description": "The first instant of a range; equal to scheduled_at for a single one."
          },
          "count": {"type": "integer"},
          "cause": {"type": "string", "enum": ["scheduled", "run-now", "backfill", "requeue", "event"]},
          "state": {"type": "string", "enum": ["running", "ended"], "description": "Whether it goes on."},
          "outcome": {
            "type": ["string", "null"],
            "description": "A word such as succeeded; null while it goes on. Words: succeeded, failed, timedOut, cancelled, crashed, skipped, missed."
          },
          "reason": {"type": ["string", "null"], "description": "For cancelled, skipped and missed."},
          "why": {"type": "string", "description": "The outcome and its reason in words."},
          "started_at": {"type": ["string", "null"], "format": "date-time"},
          "ended_at": {"type": ["string", "null"], "format": "date-time"},
          "duration_ms": {"type": ["number", "null"]},
          "lateness_ms": {"type": ["number", "null"], "description": "From the nominal instant to the start."},
          "attempt": {"type": "integer"},
          "will_retry": {"type": "boolean"},
          "dry_run": {"type": "boolean"},
          "message": {"type": ["string", "null"]},
          "instance": {"type": "string"},
          "fencing_token": {"type": ["integer", "null"]},
          "lock": {"type": ["string", "null"]},
          "lease_ends": {"type": ["string", "null"], "format": "date-time"},
          "progress": {
            "oneOf": [{"$ref": "#/components/schemas/Progress"}, {"type": "null"}],
            "description": "What its body reported last; of a run that goes on only where it runs on the replica that answers."
          }
        },
        "required": [
          "run_id",
          "job",
          "scheduled_at",
          "first_scheduled_at",
          "count",
          "cause",
          "state",
          "outcome",
          "reason",
          "why",
          "started_at",
          "ended_at",
          "duration_ms",
          "lateness_ms",
          "attempt",
          "will_retry",
          "dry_run",
          "message",
          "instance",
          "fencing_token",
          "lock",
          "lease_ends",
          "progress"
        ],
        "additionalProperties": false
      },
      "RunDetail": {
        "type": "object",
        "description": "One run: its attempts.",
        "properties": {
          "run": {"$ref": "#/components/schemas/Run"},
          "attempts": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Run"},
            "description": "All recorded attempts at the same firing, oldest first."
          },
          "arguments": {"description": "Any JSON value."},
          "dead_letter": {"oneOf": [{"$ref": "#/components/schemas/DeadLetter"}, {"type": "null"}]},
          "evidence": {"$ref": "#/components/schemas/Evidence"},
          "cancellable": {"type": "boolean"},
          "trace_url": {"type": ["string", "null"]},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["run", "attempts", "arguments", "dead_letter", "evidence", "cancellable", "trace_url", "view"],
        "additionalProperties": false
      },
      "RunList": {
        "type": "object",
        "description": "Rows of history, newest first.",
        "properties": {
          "runs": {"type": "array", "items": {"$ref": "#/components/schemas/Run"}},
          "next_cursor": {"type": ["string", "null"]},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["runs", "next_cursor", "view"],
        "additionalProperties": false
      },
      "RunOrder": {
        "type": "object",
        "description": "All members may be left out.",
        "properties": {
          "arguments": {"description": "Instead of the job's own."},
          "dry_run": {"type": "boolean"},
          "overlap": {
            "type": "string",
            "description": "skip, allow, queueOne, queueAll(10) or cancelPrevious.",
            "pattern": "^(skip|allow|queueOne|queueAll\\([1-9][0-9]{0,3}\\)|cancelPrevious)$"
          },
          "patience_ms": {
            "type": "integer",
            "minimum": 1000,
            "maximum": 86400000,
            "description": "How long it may wait for a replica; 60 s by default."
          },
          "note": {"type": "string"},
          "expected": {"type": "integer", "minimum": 0, "maximum": 1000000}
        },
        "required": [],
        "additionalProperties": false
      },
      "Session": {
        "type": "object",
        "description": "Who asks and what they may do: a dashboard's first request.",
        "properties": {
          "caller": {"type": ["string", "null"]},
          "may": {
            "type": "object",
            "additionalProperties": {"type": "boolean"},
            "description": "By action: read, pause, resume, run, backfill, reschedule, cancel, requeue, discard. As far as the host says without a job."
          },
          "why_not": {
            "type": ["string", "null"],
            "description": "Why changes are refused for everybody; null when they are possible."
          },
          "asks_for_credentials": {
            "type": "boolean",
            "description": "The host does not know the caller, and changes are possible for callers whom it knows."
          },
          "environment": {
            "type": "object",
            "description": "As the host names it.",
            "properties": {"name": {"type": ["string", "null"]}, "colour": {"type": ["string", "null"]}},
            "required": ["name", "colour"],
            "additionalProperties": false
          },
          "poll_ms": {"type": "integer", "description": "How often a client without events should ask."},
          "instance": {"type": "string"},
          "shares_claims": {"type": "boolean"},
          "version": {"type": "string"},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": ["caller", "may", "why_not", "asks_for_credentials", "environment", "poll_ms", "instance", "shares_claims", "version", "view"],
        "additionalProperties": false
      },
      "Statistics": {
        "type": "object",
        "description": "How a job has done, over the rows of history that are kept.",
        "properties": {
          "job": {"type": "string"},
          "from": {"type": ["string", "null"], "format": "date-time"},
          "to": {"type": ["string", "null"], "format": "date-time"},
          "runs": {"type": "integer"},
          "succeeded": {"type": "integer"},
          "failures": {"type": "integer"},
          "retries": {"type": "integer"},
          "skipped": {"type": "integer"},
          "missed": {"type": "integer"},
          "success_rate": {"type": ["number", "null"]},
          "duration_ms": {
            "type": "object",
            "description": "Of successful runs.",
            "properties": {"p50": {"type": ["number", "null"]}, "p95": {"type": ["number", "null"]}},
            "required": ["p50", "p95"],
            "additionalProperties": false
          },
          "lateness_ms": {
            "type": "object",
            "description": "From the nominal instant to the start.",
            "properties": {"p50": {"type": ["number", "null"]}, "p95": {"type": ["number", "null"]}},
            "required": ["p50", "p95"],
            "additionalProperties": false
          },
          "last_success": {"type": ["string", "null"], "format": "date-time"},
          "last_failure": {"type": ["string", "null"], "format": "date-time"},
          "last_error": {"type": ["string", "null"]},
          "view": {"$ref": "#/components/schemas/View"}
        },
        "required": [
          "job",
          "from",
          "to",
          "runs",
          "succeeded",
          "failures",
          "retries",
          "skipped",
          "missed",
          "success_rate",
          "duration_ms",
          "lateness_ms",
          "last_success",
          "last_failure",
          "last_error",
          "view"
        ],
        "additionalProperties": false
      },
      "Strip": {
        "type": "object",
        "description": "The newest instants of a job, oldest first, as columns of equal length. A range of instants that share one fate is one entry with its count.",
        "properties": {
          "outcomes": {
            "type": "string",
            "pattern": "^[SFTCXKMR]*$",
            "description": "One letter each: S succeeded, F failed, T timed out, C cancelled, X crashed, K skipped, M missed, R running."
          },
          "at": {
            "type": "array",
            "items": {"type": "integer"},
            "description": "The nominal instants, in milliseconds since 1970."
          },
          "ms": {
            "type": "array",
            "items": {"type": ["integer", "null"]},
            "description": "How long the run took; of one that runs, how long so far; null where none was started."
          },
          "count": {"type": "array", "items": {"type": "integer"}, "description": "How many instants the entry stands for."},
          "reason": {
            "type": "array",
            "items": {"type": ["string", "null"]},
            "description": "The reason of the outcome, such as overlap, paused, grace, coalesced."
          },
          "run": {
            "type": "array",
            "items": {"type": ["string", "null"]},
            "description": "The run's id; null where none was started."
          }
        },
        "required": ["outcomes", "at", "ms", "count", "reason", "run"],
        "additionalProperties": false
      },
      "View": {
        "type": "object",
        "description": "Whose knowledge an answer is, and how old. Every answer has one.",
        "properties": {
          "of": {
            "type": "string",
            "enum": ["fleet", "replica"],
            "description": "`fleet`: read from what all replicas share. `replica`: what the answering process knows by itself."
          },
          "instance": {"type": "string", "description": "The replica that answered."},
          "as_of": {
            "type": "string",
            "format": "date-time",
            "description": "When it was read, by the fleet's clock where there is one."
          },
          "age_ms": {"type": "number", "description": "How old that is now."},
          "reason": {
            "type": ["string", "null"],
            "description": "Why it is not the fleet's view although claims are shared, such as an outage of Redis, or what it lacks; else null."
          }
        },
        "required": ["of", "instance", "as_of", "age_ms", "reason"],
        "additionalProperties": false
      }
    }
  }
}

"""###
}
