#include "include/CSimdjson.h"
#include "key_table.hpp"
#include "page_walk.hpp"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>

namespace {

constexpr size_t maximum_page_bytes = 64u << 20;
// Buffers of a longer page are not kept.
constexpr size_t kept_page_bytes = 4u << 20;
constexpr uint32_t maximum_flags = 256;
constexpr size_t minimum_prefix_bytes = 8;

static_assert(simdjson::SIMDJSON_PADDING <= image_page_padding, "a page's padding is too short for the parser");

const char *reason_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::UTF8_ERROR: return "it is not UTF-8";
    case simdjson::UNCLOSED_STRING: return "it ends within a text";
    case simdjson::UNESCAPED_CHARS: return "a text holds a raw control character";
    case simdjson::EMPTY: return "it is empty";
    default: return page_walk::not_whole;
    }
}

// In steps, as pages are much of a size and each growth is new memory.
size_t rounded_up(size_t count) {
    constexpr size_t step = 64u << 10;
    return (count + step - 1) / step * step;
}

// Memory that is not kept when it grows.
template <class Element> struct buffer {
    std::unique_ptr<Element[]> elements;
    size_t capacity = 0;

    bool reserve(size_t wanted) noexcept {
        if (wanted <= capacity) { return true; }
        *this = buffer();
        elements.reset(new (std::nothrow) Element[rounded_up(wanted)]);
        if (elements) { capacity = rounded_up(wanted); }
        return capacity > 0;
    }
};

}  // namespace

struct image_page {
    std::string names;
    std::string prefix;
    wanted_names wanted;
    std::unique_ptr<page_walk::parser> parser;
    buffer<found_value> found;
    buffer<uint8_t> texts;
    size_t page_bytes = 0;

    uint32_t images_left = 0;
    const found_value *next_found = nullptr;

    image_value values[key_table::maximum_keys];
    image_flag flags[maximum_flags];
    image_attributes image = {values, flags, 0, 0};

    simdjson::error_code find_places(const uint8_t *bytes, size_t count) noexcept;
    bool reserve(size_t count) noexcept;
    void take_flag(const found_value &name, const found_value &value) noexcept;
    void release() noexcept;
};

// The parser's first stage.
simdjson::error_code image_page::find_places(const uint8_t *bytes, size_t count) noexcept {
    auto error = simdjson::SUCCESS;
    if (!parser) {
        const auto &implementation = simdjson::get_active_implementation();
        error = implementation->create_dom_parser_implementation(rounded_up(count), 1, parser);
    } else if (parser->capacity() < count) {
        error = parser->set_capacity(rounded_up(count));
    }
    return error ? error : parser->stage1(bytes, count, simdjson::stage1_mode::regular);
}

// Room for what the walk finds, once the parser knows the places.
bool image_page::reserve(size_t count) noexcept {
    return found.reserve(page_walk::most_found(*parser)) && texts.reserve(count + simdjson::SIMDJSON_PADDING);
}

void image_page::take_flag(const found_value &name, const found_value &value) noexcept {
    image_flag *flag = flags;
    image_flag *const behind = flags + image.flag_count;
    while (flag < behind && (flag->count != name.count || std::memcmp(flag->flag, name.bytes, name.count) != 0)) {
        flag++;
    }
    if (flag == behind) {
        if (image.flag_count == maximum_flags) {
            image.flags_left_out++;
            return;
        }
        image.flag_count++;
        flag->flag = name.bytes;
        flag->count = name.count;
        flag->key = name.key;
    }
    set(flag->value, value);
}

void image_page::release() noexcept {
    parser.reset();
    found = {};
    texts = {};
}

image_page *image_page_create(const char *keys, const char *prefix) {
    auto *page = new (std::nothrow) image_page();
    if (page == nullptr) { return nullptr; }
    try {
        page->names = keys;
        page->names.reserve(page->names.size() + name_words::readable);
        page->prefix = prefix;
    } catch (...) {
        delete page;
        return nullptr;
    }
    page->wanted.prefix = page->prefix;
    page->wanted.prefix_words = name_words(page->prefix);
    if (page->prefix.size() < minimum_prefix_bytes || !page->wanted.keys.fill(page->names)) {
        delete page;
        return nullptr;
    }
    return page;
}

void image_page_destroy(image_page *page) { delete page; }

ImagePageVerdict image_page_open(image_page *page, const uint8_t *bytes, size_t count, image_page_facts *facts) {
    image_page_close(page);
    *facts = image_page_facts();
    facts->position = -1;
    if (count > maximum_page_bytes) { return ImagePageVerdictTooLarge; }
    if (count == 0) {
        facts->reason = reason_of(simdjson::EMPTY);
        return ImagePageVerdictMalformed;
    }
    page->page_bytes = count;
    const auto error = page->find_places(bytes, count);
    if (error == simdjson::MEMALLOC || (!error && !page->reserve(count))) {
        page->release();
        return ImagePageVerdictNoMemory;
    }
    if (error) {
        facts->reason = reason_of(error);
        return ImagePageVerdictMalformed;
    }
    page_walk walk(bytes, count, page->wanted, *page->parser, page->found.elements.get(), page->texts.elements.get());
    if (!walk.read(*facts)) { return ImagePageVerdictMalformed; }
    page->next_found = page->found.elements.get();
    page->images_left = facts->images;
    return ImagePageVerdictSound;
}

const image_attributes *image_page_next_image(image_page *page) {
    if (page->images_left == 0) { return nullptr; }
    page->images_left--;
    for (size_t key = 0; key < page->wanted.keys.count(); key++) { page->values[key].kind = ImageValueKindAbsent; }
    page->image.flag_count = 0;
    page->image.flags_left_out = 0;
    const found_value *found = page->next_found;
    for (; found->kind != found_value::end; found++) {
        if (found->kind == found_value::rest_of_name) {
            found++;
            page->take_flag(found[-1], *found);
        }
        if (found->key >= 0) { set(page->values[found->key], *found); }
    }
    page->next_found = found + 1;
    return &page->image;
}

void image_page_close(image_page *page) {
    page->images_left = 0;
    if (page->page_bytes > kept_page_bytes) { page->release(); }
    page->page_bytes = 0;
}

void image_page_release(image_page *page) {
    page->images_left = 0;
    page->page_bytes = 0;
    page->release();
}
