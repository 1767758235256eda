#ifndef SWIFT_SCHEDULING_CHIREDIS_SHIM_H
#define SWIFT_SCHEDULING_CHIREDIS_SHIM_H

#if defined(__has_include) && !__has_include(<hiredis/hiredis.h>)
#error "SchedulingRedis needs the C library hiredis. Install it (Debian, Ubuntu: apt-get install libhiredis-dev; macOS: brew install hiredis), or leave Redis out: write traits: [] in the .package line of your Package.swift (in this package itself: swift build --disable-default-traits)"
#else
#include <hiredis/hiredis.h>

/* hiredis 0.14 allocates an array as large as the server says, and calls abort() when that much memory is not to be
 * had: a reply of ten bytes could end the host. So the elements of a reply are counted before they are allocated. */
#if HIREDIS_MAJOR >= 1
typedef size_t scheduling_element_count;
#else
typedef int scheduling_element_count;
#endif

typedef struct scheduling_reader_limit {
    redisReplyObjectFunctions functions;
    void *(*create_array)(const redisReadTask *, scheduling_element_count);
    size_t elements_left;
} scheduling_reader_limit;

static inline void *scheduling_create_array(const redisReadTask *task, scheduling_element_count count) {
    scheduling_reader_limit *limit = (scheduling_reader_limit *)task->privdata;
    if ((size_t)count > limit->elements_left) return NULL;
    /* From 1.0 on hiredis nests without end, and frees a reply by recursion. Ours are four deep. */
    int depth = 0;
    for (const redisReadTask *outer = task->parent; outer != NULL; outer = outer->parent) {
        if (++depth >= 9) return NULL;
    }
    limit->elements_left -= (size_t)count;
    return limit->create_array(task, count);
}

/* Call once, before anything is read. `limit` must outlive the context. */
static inline void scheduling_limit_reader(redisContext *context, scheduling_reader_limit *limit) {
    redisReader *reader = context->reader;
    limit->functions = *reader->fn;
    limit->create_array = limit->functions.createArray;
    limit->functions.createArray = scheduling_create_array;
    reader->fn = &limit->functions;
    reader->privdata = limit;
}
#endif

#endif
