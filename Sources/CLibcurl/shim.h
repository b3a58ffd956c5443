#ifndef GLANCE_EXPORTER_CLIBCURL_H
#define GLANCE_EXPORTER_CLIBCURL_H

#include <curl/curl.h>
#include <string.h>

// libcurl's setters and getters take a variable argument, which Swift cannot call: one typed function a shape.

typedef size_t (*curl_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_callback(CURL *handle, CURLoption option, curl_data_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_open_socket(CURL *handle, curl_opensocket_callback value) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

// The text of the time at which the server's certificate ends, valid as long as the handle's transfer; NULL where no
// handshake was made.
static inline CURLcode curl_get_certificate_end(CURL *handle, const char **end) {
    static const char name[] = "Expire date:";
    struct curl_certinfo *chain = NULL;
    CURLcode code = curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain);
    *end = NULL;
    if (code != CURLE_OK || chain == NULL || chain->num_of_certs < 1) return code;
    for (struct curl_slist *field = chain->certinfo[0]; field != NULL; field = field->next) {
        if (strncmp(field->data, name, sizeof name - 1) == 0) *end = field->data + sizeof name - 1;
    }
    return CURLE_OK;
}

static inline CURLMcode curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The message's union member is read here, where its type is known.
static inline CURLcode curl_message_result(const CURLMsg *message) { return message->data.result; }

#endif
