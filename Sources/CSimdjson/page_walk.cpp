#include "page_walk.hpp"
#include "page_tokens.hpp"

#include <cstring>

namespace {

constexpr unsigned maximum_depth = 64;
constexpr const char *bad_escape = "a text holds an escape that JSON does not have";

std::string_view view(const found_value &text) {
    return {reinterpret_cast<const char *>(text.bytes), text.count};
}

bool is_text(const found_value &found, std::string_view text) {
    return found.kind == ImageValueKindString && view(found) == text;
}

// No text, and no name either, of which the first bytes are read all the same.
constexpr uint8_t nothing[name_words::readable] = {};

found_value plain(uint16_t kind) { return {nothing, 0, kind, -1}; }

const uint8_t *next_escape(const uint8_t *from, const uint8_t *end) {
    const auto *escape = static_cast<const uint8_t *>(std::memchr(from, '\\', static_cast<size_t>(end - from)));
    return escape == nullptr ? end : escape;
}

// The last byte before `place` that is not blank; there is one.
[[gnu::always_inline]] inline const uint8_t *last_before(const uint8_t *place) {
    do { place--; } while (is_blank(*place));
    return place;
}

// The end of the text written to `to`, or NULL; later versions of simdjson can write half pairs as well.
template <class Parser>
auto unescape(const Parser &parser, const uint8_t *from, uint8_t *to, int)
    -> decltype(parser.parse_string(from, to, false)) {
    return parser.parse_string(from, to, false);
}

template <class Parser> uint8_t *unescape(const Parser &parser, const uint8_t *from, uint8_t *to, long) {
    return parser.parse_string(from, to);
}

// The first reason stays, with the position of the image that it is about.
void refuse(image_page_facts &facts, const char *reason, int64_t position = -1) {
    if (facts.reason != nullptr) { return; }
    facts.reason = reason;
    facts.position = position;
}

}  // namespace

page_walk::page_walk(const uint8_t *page, size_t count, const wanted_names &wanted, const page_walk::parser &parser,
                     found_value *found, uint8_t *texts) noexcept
    : page_(page), end_(page + count), wanted_(wanted), parser_(parser), escape_(next_escape(page, end_)),
      found_(found), texts_(texts) {}

page_walk::places page_walk::fail(const char *reason) noexcept {
    reason_ = reason;
    return nullptr;
}

found_value page_walk::fail_value(const char *reason) noexcept {
    reason_ = reason;
    return plain(found_value::malformed);
}

[[gnu::noinline]] found_value page_walk::read_escapes(const uint8_t *start, const uint8_t *closing) noexcept {
    escape_ = next_escape(closing, end_);
    const auto kind = judge_escapes(start, closing);
    if (kind == escapes_kind::half_pair) { return plain(ImageValueKindUnusable); }
    uint8_t *const behind = kind == escapes_kind::sound ? unescape(parser_, start, texts_, 0) : nullptr;
    if (behind == nullptr) { return fail_value(bad_escape); }
    const uint8_t *const text = texts_;
    texts_ = behind;
    return {text, static_cast<uint32_t>(behind - text), ImageValueKindString, -1};
}

// The text at a place, from whose end to the next place there are only blanks; unusable where it holds half a pair.
[[gnu::always_inline]] inline found_value page_walk::read_text(places place) noexcept {
    const uint8_t *const start = at(place) + 1;
    const uint8_t *closing = at(place + 1) - 1;
    // Mostly there are none.
    if (*closing != '"') { closing = last_before(closing); }
    if (*closing != '"' || closing < start) { return fail_value(not_whole); }
    if (escape_ < closing) { return read_escapes(start, closing); }
    return {start, static_cast<uint32_t>(closing - start), ImageValueKindString, -1};
}

[[gnu::always_inline]] inline found_value page_walk::read_word(places place, std::string_view word,
                                                               ImageValueKind kind) noexcept {
    const uint8_t *const start = at(place);
    const bool is_same = static_cast<size_t>(last_before(at(place + 1)) + 1 - start) == word.size()
        && std::memcmp(start, word.data(), word.size()) == 0;
    return is_same ? plain(kind) : fail_value(not_whole);
}

found_value page_walk::read_number(places place) noexcept {
    found_value value = plain(ImageValueKindUnusable);
    switch (::read_number(at(place), last_before(at(place + 1)) + 1, value.integer)) {
    case number_kind::malformed: return fail_value("a number breaks JSON's grammar");
    case number_kind::integer: value.kind = ImageValueKindInteger; break;
    case number_kind::unusable: break;
    }
    return value;
}

[[gnu::noinline]] found_value page_walk::read_scalar(places place) noexcept {
    const uint8_t first = *at(place);
    switch (first) {
    case 'n': return read_word(place, "null", ImageValueKindNull);
    case 't': return read_word(place, "true", ImageValueKindTrue);
    case 'f': return read_word(place, "false", ImageValueKindFalse);
    default: return first == '-' || is_digit(first) ? read_number(place) : fail_value(not_whole);
    }
}

// Reads the value at a place within so many brackets, and goes behind it.
[[gnu::always_inline]] inline found_value page_walk::read_value(places &place, unsigned level) noexcept {
    const uint8_t first = *at(place);
    if (first == '"') { return read_text(place++); }
    if (first != '{' && first != '[') { return read_scalar(place++); }
    const auto behind = skip_nested(place, level);
    if (behind == nullptr) { return plain(found_value::malformed); }
    place = behind;
    return plain(ImageValueKindUnusable);
}

page_walk::places page_walk::skip_value(places place, unsigned level) noexcept {
    return read_value(place, level).kind == found_value::malformed ? nullptr : place;
}

[[gnu::noinline]] page_walk::places page_walk::skip_nested(places place, unsigned level) noexcept {
    const auto skip = [&](places place) { return skip_value(place, level + 1); };
    if (*at(place) == '[') { return read_items(place, level, ']', skip); }
    return read_object(place, level, [&](const found_value &, places place) { return skip(place); });
}

// Reads what stands between brackets; `item` is given its place and returns the one behind, as all do.
template <class Item>
[[gnu::always_inline]] inline page_walk::places page_walk::read_items(places place, unsigned level, uint8_t closing,
                                                                      Item item) noexcept {
    if (level == maximum_depth) { return fail("it is nested deeper than 64 levels"); }
    if (*at(++place) == closing) { return place + 1; }
    for (;;) {
        place = item(place);
        if (place == nullptr) { return nullptr; }
        const uint8_t behind = *at(place++);
        if (behind == closing) { return place; }
        if (behind != ',') { return fail(not_whole); }
    }
}

// Reads the object at a place; `member` is given a name and its value's place.
template <class Member>
[[gnu::always_inline]] inline page_walk::places page_walk::read_object(places place, unsigned level,
                                                                       Member member) noexcept {
    return read_items(place, level, '}', [&](places place) -> places {
        if (*at(place) != '"') { return fail(not_whole); }
        const found_value name = read_text(place);
        if (name.kind == found_value::malformed) { return nullptr; }
        return *at(place + 1) == ':' ? member(name, place + 2) : fail(not_whole);
    });
}

page_walk::places page_walk::read_image(places place) noexcept {
    found_value *found = found_;
    const auto read_attribute = [&](const found_value &name, places place) -> places {
        const std::string_view text = view(name);
        const name_words words(text);
        const auto key = static_cast<int16_t>(wanted_.keys.find(text, words));
        const bool is_prefixed = wanted_.has_prefix(text, words);
        if (is_prefixed) {
            const auto length = static_cast<uint32_t>(wanted_.prefix.size());
            *found++ = {name.bytes + length, name.count - length, found_value::rest_of_name, key};
        }
        found_value value = read_value(place, 3);
        if (value.kind == found_value::malformed) { return nullptr; }
        value.key = key;
        if (key >= 0 || is_prefixed) { *found++ = value; }
        return place;
    };
    const auto behind = read_object(place, 2, read_attribute);
    *found = plain(found_value::end);
    found_ = found + 1;
    return behind;
}

page_walk::places page_walk::read_images(places place, image_page_facts &facts) noexcept {
    return read_items(place, 1, ']', [&](places place) {
        facts.images++;
        if (*at(place) == '{') { return read_image(place); }
        refuse(facts, "an image is not an object", facts.images - 1);
        return skip_value(place, 2);
    });
}

page_walk::places page_walk::read_page_info(places place, image_page_facts &facts) noexcept {
    facts.has_page_info = 1;
    facts.next_marker = image_value();
    return read_object(place, 1, [&](const found_value &name, places place) -> places {
        const found_value value = read_value(place, 2);
        if (value.kind == found_value::malformed) { return nullptr; }
        if (is_text(name, "next_marker")) { set(facts.next_marker, value); }
        return place;
    });
}

page_walk::places page_walk::read_member(const found_value &name, places place, image_page_facts &facts) noexcept {
    if (is_text(name, "images")) {
        if (!has_images_ && *at(place) == '[') {
            has_images_ = true;
            return read_images(place, facts);
        }
        refuse(facts, has_images_ ? "\"images\" stands in it twice" : "\"images\" is not a list");
        return skip_value(place, 1);
    }
    if (is_text(name, "page_info") && *at(place) == '{') { return read_page_info(place, facts); }
    const found_value value = read_value(place, 1);
    if (value.kind == found_value::malformed) { return nullptr; }
    if (is_text(name, "next")) {
        if (facts.next.kind != ImageValueKindAbsent) { refuse(facts, "\"next\" stands in it twice"); }
        set(facts.next, value);
        if (facts.next.kind != ImageValueKindString && facts.next.kind != ImageValueKindNull) {
            refuse(facts, "\"next\" is neither text nor null");
        }
    } else if (is_text(name, "first")) {
        set(facts.first, value);
    }
    return place;
}

bool page_walk::read(image_page_facts &facts) noexcept {
    const places first = parser_.structural_indexes.get();
    const bool is_object = *at(first) == '{';
    places behind = is_object
        ? read_object(first, 0, [&](const found_value &name, places place) { return read_member(name, place, facts); })
        : skip_value(first, 0);
    if (behind != nullptr && at(behind) != end_) { behind = fail(not_whole); }
    if (behind == nullptr) {
        facts.position = -1;
        facts.reason = reason_;
        return false;
    }
    if (!is_object) { refuse(facts, "its top level is not an object"); }
    if (!has_images_) { refuse(facts, "it has no \"images\""); }
    return facts.reason == nullptr;
}
