package repo

import (
	"context"
	"io"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// CommentFile is the head of a file that came with a comment, or is about to.
type CommentFile struct {
	ConsultationID int64  `db:"consultation_id"`
	ID             int64  `db:"id"`
	CommentID      int64  `db:"comment_id"` // 0: uploaded, and not sent yet
	TokenHash      []byte `db:"token_hash"`
	NameSealed     []byte `db:"name_sealed"`
	MediaType      string `db:"media_type"`
	Size           int64  `db:"size"` // bytes
	SHA256         []byte `db:"sha256"`
}

const sqlTakeCommentFileID = `SELECT nextval('comment_file_ids')`

// TakeCommentFileID gives the id under which the chunks of a new file are written.
func (t *Tx) TakeCommentFileID(ctx context.Context) (id int64, err error) {
	defer fault.Wrap(&err, "repo.TakeCommentFileID")
	return id, t.get(ctx, &id, sqlTakeCommentFileID)
}

const sqlInsertCommentFileChunk = `INSERT INTO comment_file_chunks (consultation_id, file_id, seq, data) VALUES ($1, $2, $3, $4)`

// InsertCommentFileChunk writes the next piece of a file; seq counts from 0.
func (t *Tx) InsertCommentFileChunk(ctx context.Context, consultationID, id int64, seq int, data []byte) (err error) {
	defer fault.Wrap(&err, "repo.InsertCommentFileChunk(%d, %d)", id, seq)
	_, err = t.exec(ctx, sqlInsertCommentFileChunk, consultationID, id, seq, data)
	return err
}

const sqlInsertCommentFile = `INSERT INTO comment_files (consultation_id, id, token_hash, name_sealed, media_type, size, sha256, uploaded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// InsertCommentFile writes the head of a file once all its chunks are there.
func (t *Tx) InsertCommentFile(ctx context.Context, f CommentFile, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertCommentFile(%d)", f.ID)
	_, err = t.exec(ctx, sqlInsertCommentFile, f.ConsultationID, f.ID, f.TokenHash, f.NameSealed, f.MediaType, f.Size, f.SHA256, now)
	return err
}

const commentFileColumns = `SELECT consultation_id, id, comment_id, token_hash, name_sealed, media_type, size, sha256 FROM comment_files
WHERE consultation_id = $1 `

const sqlUnsentFiles = commentFileColumns + `AND token_hash = ANY ($2) AND comment_id = 0 ORDER BY id`

// UnsentFiles finds files that were uploaded under tokens and not sent yet.
func (r *Repo) UnsentFiles(ctx context.Context, consultationID int64, tokens [][]byte) (list []CommentFile, err error) {
	defer fault.Wrap(&err, "repo.UnsentFiles(%d)", consultationID)
	return list, r.list(ctx, &list, sqlUnsentFiles, consultationID, pq.ByteaArray(tokens))
}

const sqlFileSums = `SELECT sha256 FROM comment_files WHERE consultation_id = $1 AND token_hash = ANY ($2) ORDER BY sha256`

// FileSums gives the hashes of uploaded files, sent or not, whatever their order.
func (t *Tx) FileSums(ctx context.Context, consultationID int64, tokens [][]byte) (sums [][]byte, err error) {
	defer fault.Wrap(&err, "repo.FileSums(%d)", consultationID)
	return sums, t.list(ctx, &sums, sqlFileSums, consultationID, pq.ByteaArray(tokens))
}

// FileSums does as [Tx.FileSums], outside a transaction.
func (r *Repo) FileSums(ctx context.Context, consultationID int64, tokens [][]byte) (sums [][]byte, err error) {
	defer fault.Wrap(&err, "repo.FileSums(%d)", consultationID)
	return sums, r.list(ctx, &sums, sqlFileSums, consultationID, pq.ByteaArray(tokens))
}

const sqlReceiptFiles = `SELECT f.consultation_id, f.id, f.comment_id, f.token_hash, f.name_sealed, f.media_type, f.size, f.sha256
FROM receipts r JOIN comment_files f ON f.consultation_id = r.consultation_id AND f.comment_id = r.comment_id AND f.comment_id <> 0
WHERE r.no = $1 ORDER BY f.id`

// ReceiptFiles gives the files of the comment of a receipt.
func (r *Repo) ReceiptFiles(ctx context.Context, no string) (list []CommentFile, err error) {
	defer fault.Wrap(&err, "repo.ReceiptFiles")
	return list, r.list(ctx, &list, sqlReceiptFiles, no)
}

// HeldFile is a file of one of an account's comments.
type HeldFile struct {
	ReceiptNo string `db:"receipt_no"`
	CommentFile
}

const sqlHeldFiles = `SELECT m.receipt_no, f.name_sealed, f.size, f.sha256
FROM account_comments a
JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id
JOIN comment_files f ON f.consultation_id = a.consultation_id AND f.comment_id = a.comment_id AND f.comment_id <> 0
WHERE a.account_id = $1 ORDER BY f.id`

// HeldFiles lists the files of an account's comments.
func (r *Repo) HeldFiles(ctx context.Context, accountID int64) (list []HeldFile, err error) {
	defer fault.Wrap(&err, "repo.HeldFiles(%d)", accountID)
	return list, r.list(ctx, &list, sqlHeldFiles, accountID)
}

const sqlCommentFiles = commentFileColumns + `AND comment_id = ANY ($2) AND comment_id <> 0 ORDER BY comment_id, id`

// CommentFiles gives the files of several comments.
func (r *Repo) CommentFiles(ctx context.Context, consultationID int64, comments []int64) (list []CommentFile, err error) {
	defer fault.Wrap(&err, "repo.CommentFiles(%d)", consultationID)
	return list, r.list(ctx, &list, sqlCommentFiles, consultationID, pq.Int64Array(comments))
}

const sqlCommentFile = commentFileColumns + `AND comment_id = $2 AND id = $3 AND comment_id <> 0`

// CommentFile finds one file of a comment, for the desk. Errors: NotFound.
func (r *Repo) CommentFile(ctx context.Context, consultationID, commentID, id int64) (f CommentFile, err error) {
	defer fault.Wrap(&err, "repo.CommentFile(%d, %d, %d)", consultationID, commentID, id)
	return f, r.get(ctx, &f, sqlCommentFile, consultationID, commentID, id)
}

const sqlCommentFileChunk = `SELECT data FROM comment_file_chunks WHERE consultation_id = $1 AND file_id = $2 AND seq = $3`

// CommentFileContent reads a file as AttachmentContent does.
func (r *Repo) CommentFileContent(f CommentFile) io.Reader {
	return &contentReader{get: r.get, query: sqlCommentFileChunk, owner: f.ConsultationID, id: f.ID, left: f.Size}
}
