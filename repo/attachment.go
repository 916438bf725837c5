package repo

import (
	"context"
	"io"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// ChunkBytes is how much of a file one row holds.
const ChunkBytes = 256 << 10

// chunkTime is how long one chunk may take to come.
const chunkTime = 10 * time.Second

// Attachment is the head of a file beside a notice; [Repo.AttachmentContent] reads it.
type Attachment struct {
	consult.Attachment
	ConsultationID int64  `db:"consultation_id"`
	SHA256         []byte `db:"sha256"`
	Text           string `db:"text"`    // what can be read of it; only written here
	Problem        string `db:"problem"` // why that is not everything; '' when it is
}

const sqlAttachmentByNo = `SELECT a.consultation_id, a.id, a.name, a.media_type, a.size, a.sha256
FROM consultations c JOIN attachments a ON a.consultation_id = c.id AND a.id = $2
WHERE c.no = $1 AND c.state = 'released'`

// AttachmentByNo finds a file of a released consultation. Errors: NotFound.
func (r *Repo) AttachmentByNo(ctx context.Context, no string, id int64) (a Attachment, err error) {
	defer fault.Wrap(&err, "repo.AttachmentByNo(%q, %d)", no, id)
	return a, r.get(ctx, &a, sqlAttachmentByNo, no, id)
}

const sqlAttachmentByID = `SELECT consultation_id, id, name, media_type, size, sha256
FROM attachments WHERE consultation_id = $1 AND id = $2`

// AttachmentByID finds a file of a consultation in any state, for the desk. Errors: NotFound.
func (r *Repo) AttachmentByID(ctx context.Context, consultationID, id int64) (a Attachment, err error) {
	defer fault.Wrap(&err, "repo.AttachmentByID(%d, %d)", consultationID, id)
	return a, r.get(ctx, &a, sqlAttachmentByID, consultationID, id)
}

// AttachmentContent reads a file chunk by chunk: no more than one chunk is in
// memory, and no connection is held between two of them. An answer is streamed
// after its handler returned, when the request's context is over: each chunk has
// a deadline of its own.
func (r *Repo) AttachmentContent(a Attachment) io.Reader {
	return &contentReader{get: r.get, query: sqlChunk, owner: a.ConsultationID, id: a.ID, left: a.Size}
}

// contentReader reads what one of the tables of chunks holds of a file.
type contentReader struct {
	get   func(ctx context.Context, dst any, query string, args ...any) error
	query string
	owner int64 // consultation
	id    int64
	seq   int    // of the next chunk
	chunk []byte // what is left of the current one
	left  int64  // bytes not yet fetched
}

const sqlChunk = `SELECT data FROM attachment_chunks WHERE consultation_id = $1 AND attachment_id = $2 AND seq = $3`

// Read implements io.Reader.
func (c *contentReader) Read(p []byte) (n int, err error) {
	if len(c.chunk) == 0 {
		if c.left <= 0 {
			return 0, io.EOF
		}
		if err := c.fetch(); err != nil {
			return 0, err
		}
	}
	n = copy(p, c.chunk)
	c.chunk = c.chunk[n:]
	return n, nil
}

func (c *contentReader) fetch() (err error) {
	defer fault.Wrap(&err, "repo.contentReader(%d, %d)", c.id, c.seq)
	ctx, cancel := context.WithTimeout(context.Background(), chunkTime)
	defer cancel()
	if err := c.get(ctx, &c.chunk, c.query, c.owner, c.id, c.seq); err != nil {
		return err
	}
	c.seq++
	c.left -= int64(len(c.chunk))
	return nil
}

const sqlTakeAttachmentID = `SELECT nextval('attachment_ids')`

// TakeAttachmentID gives the id under which the chunks of a new file are written.
func (t *Tx) TakeAttachmentID(ctx context.Context) (id int64, err error) {
	defer fault.Wrap(&err, "repo.TakeAttachmentID")
	return id, t.get(ctx, &id, sqlTakeAttachmentID)
}

const sqlInsertChunk = `INSERT INTO attachment_chunks (consultation_id, attachment_id, seq, data) VALUES ($1, $2, $3, $4)`

// InsertChunk writes the next piece of a file; seq counts from 0.
func (t *Tx) InsertChunk(ctx context.Context, consultationID, id int64, seq int, data []byte) (err error) {
	defer fault.Wrap(&err, "repo.InsertChunk(%d, %d)", id, seq)
	_, err = t.exec(ctx, sqlInsertChunk, consultationID, id, seq, data)
	return err
}

const sqlInsertAttachment = `INSERT INTO attachments (consultation_id, id, name, media_type, size, sha256, created_by, created_at, text, problem)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// InsertAttachment writes the head of a file once all its chunks are there: its
// size and hash are known only then.
func (t *Tx) InsertAttachment(ctx context.Context, a Attachment, author int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertAttachment(%d)", a.ID)
	_, err = t.exec(ctx, sqlInsertAttachment, a.ConsultationID, a.ID, a.Name, a.MediaType, a.Size, a.SHA256, author, now, a.Text, a.Problem)
	return err
}

const sqlDeleteAttachment = `DELETE FROM attachments WHERE consultation_id = $1 AND id = $2
RETURNING consultation_id, id, name, media_type, size, sha256`

// DeleteAttachment removes a file and gives what it was. Errors: NotFound.
func (t *Tx) DeleteAttachment(ctx context.Context, consultationID, id int64) (a Attachment, err error) {
	defer fault.Wrap(&err, "repo.DeleteAttachment(%d, %d)", consultationID, id)
	return a, t.get(ctx, &a, sqlDeleteAttachment, consultationID, id)
}
