package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"nayan/internal/similar"
)

// maxLine is the longest line that is read, in bytes.
const maxLine = 64 << 20

// textLines reads texts and remembers what they are called.
type textLines struct {
	keep  bool // the texts as well
	ids   []json.RawMessage
	texts []string
	err   error // what ended the reading early
}

// all reads a text from every line that is not blank. They are numbered from 0.
func (l *textLines) all(from io.Reader) iter.Seq[similar.Text] {
	return func(yield func(similar.Text) bool) {
		lines := bufio.NewScanner(from)
		lines.Buffer(make([]byte, 0, 1<<16), maxLine)
		number := 1
		for ; lines.Scan(); number++ {
			line := bytes.TrimSpace(lines.Bytes())
			if len(line) == 0 {
				continue
			}
			text, err := l.take(line)
			if err != nil {
				l.err = fmt.Errorf("line %d: %w", number, err)
				return
			}
			if !yield(text) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			l.err = fmt.Errorf("line %d: %w", number, err)
		}
	}
}

func (l *textLines) take(line []byte) (similar.Text, error) {
	var read struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	if err := json.Unmarshal(line, &read); err != nil {
		return similar.Text{}, err
	}
	if read.Text == nil {
		return similar.Text{}, errors.New(`no "text"`)
	}
	if len(read.ID) == 0 || !bytes.ContainsAny(read.ID[:1], `"-0123456789`) {
		return similar.Text{}, errors.New(`"id" is neither a string nor a number`)
	}
	text := similar.Text{ID: int64(len(l.ids)), Text: *read.Text}
	l.ids = append(l.ids, read.ID)
	if l.keep {
		l.texts = append(l.texts, text.Text)
	}
	return text, nil
}

// named gives the ids as they were read.
func (l *textLines) named(numbers []int64) []json.RawMessage {
	ids := make([]json.RawMessage, 0, len(numbers))
	for _, n := range numbers {
		ids = append(ids, l.ids[n])
	}
	return ids
}

// printLines writes JSON, one value a line.
func printLines[T any](to io.Writer, values []T) error {
	buffered := bufio.NewWriter(to)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for _, v := range values {
		if err := out.Encode(v); err != nil {
			return err
		}
	}
	return buffered.Flush()
}
