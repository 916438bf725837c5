package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"nayan/internal/document"
	"nayan/internal/fault"
	"nayan/repo"
)

// MaxAttachment is the largest file beside a notice, in bytes.
const MaxAttachment = 20 << 20

// AddAttachment stores a file beside the notice, streamed in chunks, without
// what its metadata tell about people. The media type that a browser claims is not trusted: the content tells it, and the
// name's extension must agree.
// Errors: Invalid; Conflict unless the consultation is being drafted; Forbidden
// for anybody but its author; NotFound.
func (a *App) AddAttachment(ctx context.Context, actor Actor, consultationID int64, name string, r io.Reader) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddAttachment(%d)", consultationID)
	head := repo.Attachment{ConsultationID: consultationID}
	head.Name = baseName(name)
	data, err := withoutMetadata(head.Name, r)
	if err != nil {
		return 0, err
	}
	head.Text, head.Problem = readFile(head.Name, data)
	err = a.edit(ctx, actor, consultationID, func(tx *repo.Tx, _ repo.DeskConsultation, now time.Time) error {
		if head.ID, err = tx.TakeAttachmentID(ctx); err != nil {
			return err
		}
		if err := storeChunks(ctx, tx, &head, bytes.NewReader(data)); err != nil {
			return err
		}
		if err := tx.InsertAttachment(ctx, head, actor.StaffID, now); err != nil {
			return err
		}
		if err := tx.TouchConsultation(ctx, consultationID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "attach", consultationID, nil, fileSeen(head)))
	})
	return head.ID, err
}

// withoutMetadata takes clerks' names, places and other traces out of a file
// before it is stored.
func withoutMetadata(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxAttachment+1))
	if err != nil || len(data) == 0 || len(data) > MaxAttachment {
		return data, err
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx", ".xlsx", ".pdf", ".jpg", ".jpeg", ".png":
	default:
		return data, nil
	}
	clean, err := document.StripMetadata(name, data)
	switch {
	case errors.Is(err, document.ErrUnsupported):
		return nil, badFile("consult.error.attachment_type")
	case fault.Is(err, fault.Invalid):
		return nil, badFile(fault.Of(err).Key)
	}
	return clean, err
}

// storeChunks writes the content and fills in what only its end tells.
func storeChunks(ctx context.Context, tx *repo.Tx, head *repo.Attachment, r io.Reader) (err error) {
	head.MediaType, head.Size, head.SHA256, err = stream(head.Name, r, func(seq int, data []byte) error {
		return tx.InsertChunk(ctx, head.ConsultationID, head.ID, seq, data)
	})
	return err
}

// stream hands a file on in chunks and tells what its end tells: its type by its
// content, its size and its hash.
func stream(name string, r io.Reader, put func(seq int, data []byte) error) (mediaType string, size int64, hash []byte, err error) {
	sum, seen := sha256.New(), &fileType{}
	chunk := make([]byte, repo.ChunkBytes)
	for seq := 0; ; seq++ {
		n, err := io.ReadFull(r, chunk)
		if n > 0 {
			if size += int64(n); size > MaxAttachment {
				return "", 0, nil, badFile("consult.error.attachment_too_large", MaxAttachment>>20)
			}
			_, _ = sum.Write(chunk[:n]) // a hash takes everything
			seen.see(chunk[:n])
			if err := put(seq, chunk[:n]); err != nil {
				return "", 0, nil, err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return "", 0, nil, err
		}
	}
	if size == 0 {
		return "", 0, nil, badFile("consult.error.attachment_empty")
	}
	if mediaType = seen.mediaType(name); mediaType == "" {
		return "", 0, nil, badFile("consult.error.attachment_type")
	}
	return mediaType, size, sum.Sum(nil), nil
}

func badFile(key string, args ...any) error {
	var f fault.Fields
	f.Add("attachment", key, args...)
	return f.Err()
}

// RemoveAttachment takes a file away again.
// Errors: Conflict unless the consultation is being drafted; Forbidden for
// anybody but its author; NotFound.
func (a *App) RemoveAttachment(ctx context.Context, actor Actor, consultationID, id int64) (err error) {
	defer fault.Wrap(&err, "app.RemoveAttachment(%d, %d)", consultationID, id)
	return a.edit(ctx, actor, consultationID, func(tx *repo.Tx, _ repo.DeskConsultation, now time.Time) error {
		gone, err := tx.DeleteAttachment(ctx, consultationID, id)
		if err != nil {
			return err
		}
		if err := tx.TouchConsultation(ctx, consultationID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "detach", consultationID, fileSeen(gone), nil))
	})
}

// seenFile is what the audit keeps of a file.
type seenFile struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 []byte `json:"sha256"` // base64
}

func fileSeen(a repo.Attachment) seenFile {
	return seenFile{ID: a.ID, Name: a.Name, Size: a.Size, SHA256: a.SHA256}
}
