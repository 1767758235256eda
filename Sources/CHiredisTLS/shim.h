#ifndef SWIFT_SCHEDULING_CHIREDISTLS_SHIM_H
#define SWIFT_SCHEDULING_CHIREDISTLS_SHIM_H

#if defined(__has_include) && !__has_include(<hiredis/hiredis_ssl.h>)
#error "The package trait TLS needs hiredis 1.0 or later with its TLS part, hiredis_ssl (in libhiredis-dev of Debian 13 and of Ubuntu 22.04 and later, and in Homebrew's hiredis). Debian 12 has 0.14.1: install a newer one, or build without the trait and reach Redis by redis:// or unix://"
#elif defined(__has_include) && !__has_include(<openssl/ssl.h>)
#error "The package trait TLS needs the headers of OpenSSL (Debian, Ubuntu: apt-get install libssl-dev; macOS: brew install openssl)"
#else
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

/* As hiredis_ssl.h has it. That header is not included: it would bring hiredis's types into a second module. */
struct redisContext;
int redisInitiateSSL(struct redisContext *context, struct ssl_st *session);

static inline int scheduling_tls_failed(SSL_CTX *settings, SSL *session, char *text, size_t size, const char *what) {
    unsigned long code = ERR_peek_last_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    long verdict = session ? SSL_get_verify_result(session) : X509_V_OK;
    if (verdict != X509_V_OK) reason = X509_verify_cert_error_string(verdict);
    snprintf(text, size, "%s%s%s", what, reason ? ": " : "", reason ? reason : "");
    if (session) SSL_free(session);
    if (settings) SSL_CTX_free(settings);
    ERR_clear_error();
    return 0;
}

/* Shakes hands over a connected, still blocking context. hiredis's own way checks who signed a certificate but not for
 * whom, so the session is made here. Absent paths and names are NULL. 1, or 0 with a text. */
static inline int scheduling_start_tls(
    void *connection, const char *ca_file, const char *ca_directory, const char *certificate, const char *key,
    const char *name, int is_address, int verifies, char *text, size_t size
) {
    ERR_clear_error();
    SSL_CTX *settings = SSL_CTX_new(TLS_client_method());
    if (!settings) return scheduling_tls_failed(NULL, NULL, text, size, "OpenSSL cannot be set up");
    SSL_CTX_set_min_proto_version(settings, TLS1_2_VERSION);
    SSL_CTX_set_verify(settings, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
    if (ca_file || ca_directory) {
        if (SSL_CTX_load_verify_locations(settings, ca_file, ca_directory) != 1)
            return scheduling_tls_failed(settings, NULL, text, size, "the certificate authorities cannot be read");
    } else if (SSL_CTX_set_default_verify_paths(settings) != 1) {
        return scheduling_tls_failed(settings, NULL, text, size, "the system's certificate authorities cannot be read");
    }
    if (certificate && SSL_CTX_use_certificate_chain_file(settings, certificate) != 1)
        return scheduling_tls_failed(settings, NULL, text, size, "the client's certificate cannot be read");
    if (key && (SSL_CTX_use_PrivateKey_file(settings, key, SSL_FILETYPE_PEM) != 1
                || SSL_CTX_check_private_key(settings) != 1))
        return scheduling_tls_failed(settings, NULL, text, size, "the client's key cannot be used");

    SSL *session = SSL_new(settings);
    if (!session) return scheduling_tls_failed(settings, NULL, text, size, "OpenSSL cannot be set up");
    int named = is_address ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), name)
                           : SSL_set1_host(session, name) && SSL_set_tlsext_host_name(session, name);
    if (!named) return scheduling_tls_failed(settings, session, text, size, "the server's name cannot be used");
    /* Of partial writes hiredis keeps the rest itself, in a buffer that may move. */
    SSL_set_mode(session, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (redisInitiateSSL((struct redisContext *)connection, session) != 0)
        return scheduling_tls_failed(settings, session, text, size, "the TLS handshake failed");
    SSL_CTX_free(settings);
    return 1;
}
#endif

#endif
