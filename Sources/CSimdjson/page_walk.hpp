#pragma once

#include "include/CSimdjson.h"
#include "key_table.hpp"

#include <cstddef>
#include <cstdint>
#include <simdjson.h>
#include <string_view>

// A value of a page, or what stands in a row of them: for each image its wanted attributes, in the page's order, and
// behind them an entry `end`. An attribute with the prefix takes two entries, the rest of its name and its value.
struct found_value {
    // Kinds beyond those of ImageValueKind.
    static constexpr uint16_t rest_of_name = ImageValueKindUnusable + 1;
    static constexpr uint16_t end = ImageValueKindUnusable + 2;
    // Of a value that breaks JSON's grammar.
    static constexpr uint16_t malformed = ImageValueKindUnusable + 3;

    union {
        const uint8_t *bytes;
        int64_t integer;
    };
    uint32_t count;
    uint16_t kind;
    // The attribute's position among the wanted keys, or -1.
    int16_t key;
};

// Field by field, as a copy of the whole waits for the last of them to be written.
inline void set(image_value &value, const found_value &found) noexcept {
    value.kind = static_cast<ImageValueKind>(found.kind);
    value.bytes = found.bytes;
    value.integer = found.integer;
    value.count = found.count;
}

// Which attributes are wanted.
struct wanted_names {
    key_table keys;
    std::string_view prefix;
    name_words prefix_words;

    bool has_prefix(std::string_view name, const name_words &words) const noexcept {
        return words.head == prefix_words.head && name.size() >= prefix.size()
            && is_same(name.data(), prefix.data(), prefix.size());
    }
};

// The second stage of reading a page, in the place of simdjson's: goes along the places that its first stage found (of
// each bracket, colon and comma, and of the beginning of each text, number and word), judges JSON's grammar, and keeps
// what is wanted. The first stage has judged UTF-8, that each text is closed, and that none holds a control character.
class page_walk {
public:
    using places = const uint32_t *;
    // Internal by its name alone: simdjson declares its stages for others to call nowhere else.
    using parser = simdjson::internal::dom_parser_implementation;

    static constexpr const char *not_whole = "it is not whole JSON: cut short, or something stands where it may not";

    // The parser has just been through its first stage with this page, behind which zeroes are readable. `found` has
    // room for `most_found` entries, `texts` for the page and simdjson's padding.
    page_walk(const uint8_t *page, size_t count, const wanted_names &wanted, const parser &parser, found_value *found,
              uint8_t *texts) noexcept;

    // An attribute has four places at least and an image two. One entry more is written to and not kept.
    static size_t most_found(const parser &parser) noexcept { return parser.n_structural_indexes / 2 + 2; }

    // False where the page is malformed; `facts` say how.
    bool read(image_page_facts &facts) noexcept;

private:
    const uint8_t *at(places place) const noexcept { return page_ + *place; }
    places fail(const char *reason) noexcept;
    found_value fail_value(const char *reason) noexcept;

    found_value read_text(places place) noexcept;
    found_value read_escapes(const uint8_t *start, const uint8_t *closing) noexcept;
    found_value read_word(places place, std::string_view word, ImageValueKind kind) noexcept;
    found_value read_number(places place) noexcept;
    found_value read_scalar(places place) noexcept;
    found_value read_value(places &place, unsigned level) noexcept;
    places skip_nested(places place, unsigned level) noexcept;
    places skip_value(places place, unsigned level) noexcept;
    template <class Item> places read_items(places place, unsigned level, uint8_t closing, Item item) noexcept;
    template <class Member> places read_object(places place, unsigned level, Member member) noexcept;

    places read_image(places place) noexcept;
    places read_images(places place, image_page_facts &facts) noexcept;
    places read_page_info(places place, image_page_facts &facts) noexcept;
    places read_member(const found_value &name, places place, image_page_facts &facts) noexcept;

    const uint8_t *const page_;
    const uint8_t *const end_;
    const wanted_names &wanted_;
    const parser &parser_;
    // The next backslash at or behind what is read, or the page's end.
    const uint8_t *escape_;
    found_value *found_;
    uint8_t *texts_;
    bool has_images_ = false;
    const char *reason_ = nullptr;
};
