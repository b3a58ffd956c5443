#include "lenient_copy.hpp"

#include <cstring>
#include <new>

namespace {

// No shorter than any value that is replaced: `1e5`, `1.5`, `"\ud800"`.
constexpr uint8_t stand_in[] = {'0', '.', '5'};

bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

bool ends_token(uint8_t byte) {
    return is_blank(byte) || byte == ',' || byte == ':' || byte == '"' || byte == '[' || byte == ']' || byte == '{'
        || byte == '}';
}

// True where a value may begin behind `byte`. Elsewhere a stand-in could grow together with what precedes it.
bool precedes_value(uint8_t byte) {
    return is_blank(byte) || byte == ',' || byte == ':' || byte == '[' || byte == '{';
}

// True for a number of JSON's grammar that is no int64.
bool is_unusable_number(const uint8_t *start, const uint8_t *end) {
    const uint8_t *at = start;
    if (at < end && *at == '-') { at++; }
    const uint8_t *digits = at;
    while (at < end && is_digit(*at)) { at++; }
    const size_t length = static_cast<size_t>(at - digits);
    if (length == 0 || (length > 1 && *digits == '0')) { return false; }
    const bool is_integer = at == end;
    if (at < end && *at == '.') {
        const uint8_t *fraction = ++at;
        while (at < end && is_digit(*at)) { at++; }
        if (at == fraction) { return false; }
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-')) { at++; }
        const uint8_t *exponent = at;
        while (at < end && is_digit(*at)) { at++; }
        if (at == exponent) { return false; }
    }
    if (at != end) { return false; }
    if (!is_integer) { return true; }
    constexpr size_t greatest_length = 19;
    const char *greatest = *start == '-' ? "9223372036854775808" : "9223372036854775807";
    return length > greatest_length || (length == greatest_length && std::memcmp(digits, greatest, length) > 0);
}

// The code unit of the four hexadecimal digits at `at`, or -1.
int32_t code_unit(const uint8_t *at, const uint8_t *end) {
    if (end - at < 4) { return -1; }
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        const uint8_t byte = at[i];
        const uint8_t lower = byte | 0x20;
        if (is_digit(byte)) {
            unit = unit << 4 | (byte - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            unit = unit << 4 | (lower - 'a' + 10);
        } else {
            return -1;
        }
    }
    return unit;
}

// True where every escape between the quotes is one of JSON's and one of them is half a surrogate pair.
bool has_half_pair(const uint8_t *at, const uint8_t *end) {
    bool found = false;
    while (at < end) {
        if (*at++ != '\\') { continue; }
        if (at == end) { return false; }
        const uint8_t escape = *at++;
        if (escape != 'u') {
            if (std::memchr("\"\\/bfnrt", escape, 8) == nullptr) { return false; }
            continue;
        }
        const int32_t unit = code_unit(at, end);
        if (unit < 0) { return false; }
        at += 4;
        if (unit < 0xD800 || unit > 0xDFFF) { continue; }
        const bool is_pair = unit < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u'
            && (code_unit(at + 2, end) & 0xFC00) == 0xDC00;
        if (is_pair) {
            at += 6;
        } else {
            found = true;
        }
    }
    return found;
}

// The first quote or backslash from `at` on, or a place at or behind `end`; eight bytes behind `end` are readable.
uint8_t *quote_or_escape(uint8_t *at, const uint8_t *end) {
    constexpr uint64_t each = 0x0101010101010101u;
    for (; at < end; at += sizeof(uint64_t)) {
        uint64_t word;
        std::memcpy(&word, at, sizeof word);
        const uint64_t quotes = word ^ each * '"';
        const uint64_t escapes = word ^ each * '\\';
        // The lowest bit that is set marks the first byte that is zero in one of the two.
        const uint64_t found = (((quotes - each) & ~quotes) | ((escapes - each) & ~escapes)) & each << 7;
        if (found != 0) { return at + __builtin_ctzll(found) / 8; }
    }
    return at;
}

struct text_end {
    // NULL where the text has no end.
    uint8_t *quote;
    bool has_escape;
};

// The end of the text that begins at `at`, behind its opening quote.
text_end end_of_text(uint8_t *at, const uint8_t *end) {
    bool has_escape = false;
    for (at = quote_or_escape(at, end); at < end; at = quote_or_escape(at + 2, end)) {
        if (*at == '"') { return {at, has_escape}; }
        has_escape = true;
    }
    return {nullptr, has_escape};
}

void replace_value(uint8_t *start, uint8_t *end) {
    std::memset(start, ' ', static_cast<size_t>(end - start));
    std::memcpy(start, stand_in, sizeof stand_in);
}

void replace_text(uint8_t *opening, uint8_t *closing, const uint8_t *end) {
    const uint8_t *behind = closing + 1;
    while (behind < end && is_blank(*behind)) { behind++; }
    if (behind < end && *behind == ':') {
        std::memset(opening + 1, ' ', static_cast<size_t>(closing - opening - 1));
    } else {
        replace_value(opening, closing + 1);
    }
}

void replace_unusable(uint8_t *at, uint8_t *end) {
    bool may_begin = true;
    for (; at < end; may_begin = precedes_value(at[-1])) {
        if (*at == '"') {
            const text_end text = end_of_text(at + 1, end);
            if (text.quote == nullptr) { return; }
            if (text.has_escape && may_begin && has_half_pair(at + 1, text.quote)) { replace_text(at, text.quote, end); }
            at = text.quote + 1;
        } else if (ends_token(*at)) {
            at++;
        } else {
            uint8_t *start = at;
            while (at < end && !ends_token(*at)) { at++; }
            if (may_begin && is_unusable_number(start, at)) { replace_value(start, at); }
        }
    }
}

}  // namespace

std::unique_ptr<uint8_t[]> lenient_copy(const uint8_t *bytes, size_t count, size_t padding) noexcept {
    std::unique_ptr<uint8_t[]> copy(new (std::nothrow) uint8_t[count + padding]);
    if (!copy) { return copy; }
    std::memcpy(copy.get(), bytes, count);
    std::memset(copy.get() + count, 0, padding);
    replace_unusable(copy.get(), copy.get() + count);
    return copy;
}
