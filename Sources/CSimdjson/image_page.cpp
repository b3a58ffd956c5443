#include "include/CSimdjson.h"
#include "key_table.hpp"
#include "lenient_copy.hpp"

#include <cstring>
#include <new>
#include <optional>
#include <simdjson.h>
#include <string>

namespace dom = simdjson::dom;

namespace {

constexpr size_t maximum_page_bytes = 64u << 20;
// The parser counts the level it is about to enter, so that its 65 are 64 of ours.
constexpr size_t maximum_depth = 65;
// A parser that has read a longer page is not kept.
constexpr size_t kept_page_bytes = 4u << 20;
constexpr uint32_t maximum_flags = 256;
constexpr size_t minimum_prefix_bytes = 8;

static_assert(simdjson::SIMDJSON_PADDING <= image_page_padding, "a page's padding is too short for the parser");

void set_text(image_value &value, std::string_view text) {
    value.kind = ImageValueKindString;
    value.bytes = reinterpret_cast<const uint8_t *>(text.data());
    value.count = static_cast<uint32_t>(text.size());
}

[[gnu::always_inline]] inline void set(image_value &value, dom::element element) {
    switch (element.type()) {
    case dom::element_type::STRING: {
        std::string_view text;
        if (element.get(text) == simdjson::SUCCESS) { set_text(value, text); }
        return;
    }
    case dom::element_type::INT64:
        value.kind = element.get(value.integer) == simdjson::SUCCESS ? ImageValueKindInteger : ImageValueKindUnusable;
        return;
    case dom::element_type::BOOL: {
        bool is_true = false;
        value.kind = element.get(is_true) == simdjson::SUCCESS && is_true ? ImageValueKindTrue : ImageValueKindFalse;
        return;
    }
    case dom::element_type::NULL_VALUE:
        value.kind = ImageValueKindNull;
        return;
    default:
        value.kind = ImageValueKindUnusable;
    }
}

const char *reason_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::UTF8_ERROR: return "it is not UTF-8";
    case simdjson::UNCLOSED_STRING: return "it ends within a text";
    case simdjson::UNESCAPED_CHARS: return "a text holds a raw control character";
    case simdjson::DEPTH_ERROR: return "it is nested deeper than 64 levels";
    case simdjson::EMPTY: return "it is empty";
    case simdjson::NUMBER_ERROR: return "a number breaks JSON's grammar";
    case simdjson::STRING_ERROR: return "a text holds an escape that JSON does not have";
    default: return "it is not whole JSON: cut short, or something stands where it may not";
    }
}

}  // namespace

struct image_page {
    std::string names;
    std::string prefix;
    name_words prefix_words = name_words(std::string_view());
    key_table keys;
    std::optional<dom::parser> parser;
    size_t page_bytes = 0;

    bool is_open = false;
    dom::array::iterator next_image;
    dom::array::iterator end;

    image_value values[key_table::maximum_keys];
    image_flag flags[maximum_flags];
    image_attributes image = {values, flags, 0, 0};

    simdjson::error_code parse(const uint8_t *bytes, size_t count, dom::element &root) noexcept;
    ImagePageVerdict judge(dom::element root, image_page_facts &facts) noexcept;
    bool judge_images(dom::array images, image_page_facts &facts) noexcept;
    void take_page_info(dom::element element, image_page_facts &facts) noexcept;
    bool has_prefix(std::string_view name, const name_words &words) const noexcept;
    void take_flag(std::string_view name, int32_t key, dom::element element) noexcept;
    void take(std::string_view name, dom::element element) noexcept;
};

simdjson::error_code image_page::parse(const uint8_t *bytes, size_t count, dom::element &root) noexcept {
    if (!parser) {
        parser.emplace(maximum_page_bytes);
        const auto error = parser->allocate(0, maximum_depth);
        if (error) { return error; }
    }
    const auto error = parser->parse(bytes, count, false).get(root);
    if (error != simdjson::NUMBER_ERROR && error != simdjson::STRING_ERROR) { return error; }
    const auto copy = lenient_copy(bytes, count, image_page_padding);
    if (!copy) { return simdjson::MEMALLOC; }
    return parser->parse(copy.get(), count, false).get(root);
}

bool image_page::judge_images(dom::array images, image_page_facts &facts) noexcept {
    next_image = images.begin();
    end = images.end();
    facts.images = 0;
    for (auto image = next_image; image != end; ++image) {
        if ((*image).type() != dom::element_type::OBJECT) {
            facts.position = facts.images;
            return false;
        }
        facts.images++;
    }
    return true;
}

void image_page::take_page_info(dom::element element, image_page_facts &facts) noexcept {
    dom::object info;
    if (element.get(info) != simdjson::SUCCESS) { return; }
    facts.has_page_info = 1;
    facts.next_marker = image_value();
    for (const auto field : info) {
        if (field.key == "next_marker") { set(facts.next_marker, field.value); }
    }
}

ImagePageVerdict image_page::judge(dom::element root, image_page_facts &facts) noexcept {
    const auto refuse = [&facts](const char *reason) {
        facts.reason = reason;
        return ImagePageVerdictMalformed;
    };
    dom::object top;
    if (root.get(top) != simdjson::SUCCESS) { return refuse("its top level is not an object"); }
    bool has_images = false;
    for (const auto field : top) {
        if (field.key == "images") {
            dom::array images;
            if (has_images) { return refuse("\"images\" stands in it twice"); }
            if (field.value.get(images) != simdjson::SUCCESS) { return refuse("\"images\" is not a list"); }
            if (!judge_images(images, facts)) { return refuse("an image is not an object"); }
            has_images = true;
        } else if (field.key == "next") {
            if (facts.next.kind != ImageValueKindAbsent) { return refuse("\"next\" stands in it twice"); }
            set(facts.next, field.value);
            if (facts.next.kind != ImageValueKindString && facts.next.kind != ImageValueKindNull) {
                return refuse("\"next\" is neither text nor null");
            }
        } else if (field.key == "first") {
            facts.first = image_value();
            set(facts.first, field.value);
        } else if (field.key == "page_info") {
            take_page_info(field.value, facts);
        }
    }
    return has_images ? ImagePageVerdictSound : refuse("it has no \"images\"");
}

// `words` are the name's.
inline bool image_page::has_prefix(std::string_view name, const name_words &words) const noexcept {
    return words.head == prefix_words.head && name.size() >= prefix.size()
        && std::memcmp(name.data(), prefix.data(), prefix.size()) == 0;
}

void image_page::take_flag(std::string_view name, int32_t key, dom::element element) noexcept {
    name.remove_prefix(prefix.size());
    image_flag *flag = flags;
    image_flag *const behind = flags + image.flag_count;
    while (flag < behind
           && (flag->count != name.size() || std::memcmp(flag->flag, name.data(), name.size()) != 0)) {
        flag++;
    }
    if (flag == behind) {
        if (image.flag_count == maximum_flags) {
            image.flags_left_out++;
            return;
        }
        image.flag_count++;
        flag->flag = reinterpret_cast<const uint8_t *>(name.data());
        flag->count = static_cast<uint32_t>(name.size());
        flag->key = key;
    }
    set(flag->value, element);
}

[[gnu::always_inline]] inline void image_page::take(std::string_view name, dom::element element) noexcept {
    const name_words words(name);
    const int32_t key = keys.find(name, words);
    if (key >= 0) { set(values[key], element); }
    if (has_prefix(name, words)) { take_flag(name, key, element); }
}

image_page *image_page_create(const char *keys, const char *prefix) {
    auto *page = new (std::nothrow) image_page();
    if (page == nullptr) { return nullptr; }
    try {
        page->names = keys;
        page->prefix = prefix;
    } catch (...) {
        delete page;
        return nullptr;
    }
    page->prefix_words = name_words(page->prefix);
    if (page->prefix.size() < minimum_prefix_bytes || !page->keys.fill(page->names)) {
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
    dom::element root;
    const auto error = page->parse(bytes, count, root);
    if (error == simdjson::MEMALLOC) {
        page->parser.reset();
        return ImagePageVerdictNoMemory;
    }
    if (error == simdjson::CAPACITY) { return ImagePageVerdictTooLarge; }
    if (error) {
        facts->reason = reason_of(error);
        return ImagePageVerdictMalformed;
    }
    const auto verdict = page->judge(root, *facts);
    page->is_open = verdict == ImagePageVerdictSound;
    return verdict;
}

const image_attributes *image_page_next_image(image_page *page) {
    if (!page->is_open || !(page->next_image != page->end)) { return nullptr; }
    dom::object image;
    if ((*page->next_image).get(image) != simdjson::SUCCESS) { return nullptr; }
    ++page->next_image;
    for (size_t key = 0; key < page->keys.count(); key++) { page->values[key].kind = ImageValueKindAbsent; }
    page->image.flag_count = 0;
    page->image.flags_left_out = 0;
    for (auto field = image.begin(); field != image.end(); ++field) { page->take(field.key(), field.value()); }
    return &page->image;
}

void image_page_close(image_page *page) {
    page->is_open = false;
    if (page->page_bytes > kept_page_bytes) { page->parser.reset(); }
    page->page_bytes = 0;
}

void image_page_release(image_page *page) {
    page->is_open = false;
    page->page_bytes = 0;
    page->parser.reset();
}
