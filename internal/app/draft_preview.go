package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/fault"
	"nayan/repo"
)

// DraftPreview is what was read from a file, before anything is stored. Payload
// carries it through the page to ConfirmDraft and Seal proves that it is ours:
// what is saved is what was shown.
type DraftPreview struct {
	FileName string
	Title    string
	Clauses  []consult.Clause // ids are places in the list, from 1
	Warnings []repo.DraftWarning
	Payload  string
	Seal     string
}

// packedDraft is what a payload holds.
type packedDraft struct {
	FileName string     `json:"file_name"`
	Tree     draft.Tree `json:"tree"`
}

// maxDraftJSON bounds what a payload unpacks to, in bytes: twenty times the Civil
// Code of 1,260 articles.
const maxDraftJSON = 32 << 20

var payloadEncoding = base64.RawURLEncoding

// ReadDraft reads a file into clauses and stores nothing. Errors: Invalid with a
// key that says what is wrong with the file.
func (a *App) ReadDraft(consultationID int64, fileName string, data []byte) (p DraftPreview, err error) {
	defer fault.Wrap(&err, "app.ReadDraft(%d)", consultationID)
	tree, err := draft.Parse(fileName, data)
	if err != nil {
		return p, err
	}
	p = DraftPreview{FileName: baseName(fileName), Title: tree.Title, Clauses: flatten(&tree)}
	for _, w := range tree.Warnings {
		p.Warnings = append(p.Warnings, repo.DraftWarning(w))
	}
	p.Payload, err = pack(packedDraft{FileName: p.FileName, Tree: tree})
	p.Seal = a.draftSeal(consultationID, p.Payload)
	return p, err
}

// ConfirmDraft saves what a preview showed. Errors: Invalid for a payload that is
// not ours, and those of SaveDraft.
func (a *App) ConfirmDraft(ctx context.Context, actor Actor, consultationID int64, payload, seal string) (draftID int64, err error) {
	defer fault.Wrap(&err, "app.ConfirmDraft(%d)", consultationID)
	d, ok := packedDraft{}, hmac.Equal([]byte(a.draftSeal(consultationID, payload)), []byte(seal))
	if ok {
		d, err = unpack(payload)
	}
	if !ok || err != nil {
		var f fault.Fields
		f.Add("file", "desk.error.preview")
		return 0, f.Err()
	}
	return a.SaveDraft(ctx, actor, consultationID, d.FileName, d.Tree)
}

func (a *App) draftSeal(consultationID int64, payload string) string {
	return payloadEncoding.EncodeToString(a.Keys.MAC("draft preview", strconv.FormatInt(consultationID, 10), payload))
}

func pack(d packedDraft) (string, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if err := json.NewEncoder(zip).Encode(d); err != nil {
		return "", err
	}
	if err := zip.Close(); err != nil {
		return "", err
	}
	return payloadEncoding.EncodeToString(packed.Bytes()), nil
}

func unpack(payload string) (d packedDraft, err error) {
	packed, err := payloadEncoding.DecodeString(payload)
	if err != nil {
		return d, err
	}
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return d, err
	}
	return d, json.NewDecoder(io.LimitReader(unzip, maxDraftJSON)).Decode(&d)
}
