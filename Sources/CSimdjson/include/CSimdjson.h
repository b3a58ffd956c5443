#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// This many zeroes must be readable behind a page.
enum { image_page_padding = 64 };

/// What a wanted attribute of the image at hand is.
typedef enum __attribute__((enum_extensibility(closed))) ImageValueKind {
    ImageValueKindAbsent,
    ImageValueKindNull,
    ImageValueKindFalse,
    ImageValueKindTrue,
    /// Within int64.
    ImageValueKindInteger,
    ImageValueKindString,
    /// A list, an object, a fraction, a number out of int64's range, text with half a surrogate pair.
    ImageValueKindUnusable,
} ImageValueKind;

/// A value; `bytes` and `count` hold for a string (UTF-8, a NUL may be within), `integer` for an integer.
typedef struct image_value {
    const uint8_t *bytes;
    int64_t integer;
    uint32_t count;
    ImageValueKind kind;
} image_value;

/// An attribute that begins with the prefix; `flag` is what follows it.
typedef struct image_flag {
    const uint8_t *flag;
    uint32_t count;
    /// Position among the wanted keys, or -1.
    int32_t key;
    image_value value;
} image_flag;

/// One image; valid until the page's next call.
typedef struct image_attributes {
    /// One for each wanted key, in their order; of a repeated key the last.
    const image_value *values;
    const image_flag *flags;
    uint32_t flag_count;
    /// Attributes with the prefix beyond the bound, left out.
    uint32_t flags_left_out;
} image_attributes;

typedef enum __attribute__((enum_extensibility(closed))) ImagePageVerdict {
    ImagePageVerdictSound,
    ImagePageVerdictMalformed,
    ImagePageVerdictTooLarge,
    ImagePageVerdictNoMemory,
} ImagePageVerdict;

/// What a page says beside its images; slices are valid until the page is closed.
typedef struct image_page_facts {
    uint32_t images;
    image_value next;
    image_value first;
    /// `next_marker` within `page_info`, IMS's later way of paging; `has_page_info` where that is an object.
    image_value next_marker;
    uint8_t has_page_info;
    /// For a malformed page: constant text, and the position of the image it is about or -1.
    const char *reason;
    int64_t position;
} image_page_facts;

/// Decoder of one page after the other; not to be used by two threads at once.
typedef struct image_page image_page;

/// Decoder for at most 64 `keys` of at most 256 bytes each, separated by newlines, and for every attribute that begins
/// with `prefix` (8 bytes at least); NULL where memory is lacking or a bound is passed.
image_page *image_page_create(const char *keys, const char *prefix);
void image_page_destroy(image_page *page);

/// Judges the whole page of `count` bytes before the first image is handed out. `bytes` must stay as they are until the
/// page is closed: values lie there.
ImagePageVerdict image_page_open(image_page *page, const uint8_t *bytes, size_t count, image_page_facts *facts);

/// The next image of an open page, or NULL when there is none left.
const image_attributes *image_page_next_image(image_page *page);

/// Ends an open page; buffers of a page over 4 MiB are given back.
void image_page_close(image_page *page);

/// Gives back all buffers; the next page allocates them again.
void image_page_release(image_page *page);

#ifdef __cplusplus
}
#endif

#endif
