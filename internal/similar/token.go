package similar

import (
	"unicode"

	"nayan/internal/fold"
)

// token is what weak likeness counts: a pair of neighbouring Han characters, or
// a word or number in another script.
type token struct {
	value    uint64
	from, to int // in the text as it was written
}

// wordMark tells words from pairs of characters.
const wordMark = 1 << 63

// tokens cuts a text. No token reaches over punctuation or white space.
func tokens(text string) []token {
	list := make([]token, 0, len(text)/3)
	c := cutter{}
	for at, r := range text {
		list = c.next(list, at, r)
	}
	return c.endWord(list, len(text))
}

// cutter walks through a text.
type cutter struct {
	han     rune // the Han character just before, if there is one
	hanFrom int
	word    uint64 // the hash of the word so far, 0 outside of one
	wordLen int
	from    int
}

func (c *cutter) next(list []token, at int, r rune) []token {
	folded, ok := fold.Rune(r)
	switch {
	case !ok || !isLetter(folded):
		list = c.endWord(list, at)
		c.han = 0
	case unicode.Is(unicode.Han, folded):
		list = c.endWord(list, at)
		if c.han != 0 {
			list = append(list, token{pack(0, c.han, folded), c.hanFrom, at + len(string(r))})
		}
		c.han, c.hanFrom = folded, at
	default:
		if c.word == 0 {
			c.from, c.wordLen = at, 0
		}
		c.word, c.wordLen, c.han = mix(c.word^uint64(folded))|wordMark, c.wordLen+1, 0
	}
	return list
}

// endWord puts down the word before a place, if it is more than a letter.
func (c *cutter) endWord(list []token, at int) []token {
	if c.word != 0 && c.wordLen > 1 {
		list = append(list, token{c.word, c.from, at})
	}
	c.word = 0
	return list
}
