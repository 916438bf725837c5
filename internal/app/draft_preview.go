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
	d := packedDraft{FileName: baseName(fileName), Tree: tree}
	payload, err := pack(d)
	return previewOf(d, payload, a.draftSeal(consultationID, payload)), err
}

// ConfirmDraft saves what a preview showed. Errors: Invalid for a payload that is
// not ours, and those of SaveDraft.
func (a *App) ConfirmDraft(ctx context.Context, actor Actor, consultationID int64, payload, seal string) (draftID int64, err error) {
	defer fault.Wrap(&err, "app.ConfirmDraft(%d)", consultationID)
	d, err := a.opened(consultationID, payload, seal)
	if err != nil {
		return 0, err
	}
	return a.SaveDraft(ctx, actor, consultationID, d.FileName, d.Tree)
}

// ShownDraft gives a preview again from what it carried. Errors: Invalid for a
// payload that is not ours.
func (a *App) ShownDraft(consultationID int64, payload, seal string) (p DraftPreview, err error) {
	defer fault.Wrap(&err, "app.ShownDraft(%d)", consultationID)
	d, err := a.opened(consultationID, payload, seal)
	if err != nil {
		return p, err
	}
	return previewOf(d, payload, seal), nil
}

// opened reads a payload that was sealed for this consultation.
func (a *App) opened(consultationID int64, payload, seal string) (d packedDraft, err error) {
	ok := hmac.Equal([]byte(a.draftSeal(consultationID, payload)), []byte(seal))
	if ok {
		d, err = unpack(payload)
	}
	if !ok || err != nil {
		var f fault.Fields
		f.Add("file", "desk.error.preview")
		return d, f.Err()
	}
	return d, nil
}

func previewOf(d packedDraft, payload, seal string) DraftPreview {
	p := DraftPreview{FileName: d.FileName, Title: d.Tree.Title, Clauses: flatten(&d.Tree), Payload: payload, Seal: seal}
	for _, w := range d.Tree.Warnings {
		p.Warnings = append(p.Warnings, repo.DraftWarning(w))
	}
	return p
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
