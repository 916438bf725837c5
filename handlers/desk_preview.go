package handlers

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/views/desk"
)

// parsedDraft is what was read from a file. Between preview and saving it lives
// in the page alone, packed and sealed: nothing is stored before it is confirmed,
// and what is saved is what was shown.
type parsedDraft struct {
	FileName string     `json:"file_name"`
	Tree     draft.Tree `json:"tree"`
}

// maxDraftJSON bounds what a payload unpacks to, in bytes: twenty times the Civil
// Code of 1,260 articles.
const maxDraftJSON = 32 << 20

var previewEncoding = base64.RawURLEncoding

// packDraft writes a draft for a hidden field.
func packDraft(d parsedDraft) (string, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if err := json.NewEncoder(zip).Encode(d); err != nil {
		return "", err
	}
	if err := zip.Close(); err != nil {
		return "", err
	}
	return previewEncoding.EncodeToString(packed.Bytes()), nil
}

// previewSeal authenticates a payload for one consultation.
func (e *Env) previewSeal(consultationID int64, payload string) string {
	return previewEncoding.EncodeToString(e.App.Keys.MAC("draft preview", strconv.FormatInt(consultationID, 10), payload))
}

// openPreview reads a payload that carries our seal; ok is false for any other.
func (e *Env) openPreview(consultationID int64, payload, seal string) (d parsedDraft, ok bool) {
	if !hmac.Equal([]byte(e.previewSeal(consultationID, payload)), []byte(seal)) {
		return d, false
	}
	packed, err := previewEncoding.DecodeString(payload)
	if err != nil {
		return d, false
	}
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return d, false
	}
	err = json.NewDecoder(io.LimitReader(unzip, maxDraftJSON)).Decode(&d)
	return d, err == nil
}

// view lists the clauses for the page, with their depth and name.
func (d parsedDraft) view() desk.Draft {
	out := desk.Draft{FileName: d.FileName}
	for node := range d.Tree.Walk() {
		c := node.Clause
		out.Clauses = append(out.Clauses, consult.Clause{Depth: node.Depth, Kind: string(c.Kind), Number: c.Number,
			Heading: c.Heading, Text: c.Text, Label: node.Label})
	}
	for _, w := range d.Tree.Warnings {
		out.Warnings = append(out.Warnings, desk.Warning(w))
	}
	return out
}
