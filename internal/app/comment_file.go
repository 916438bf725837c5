package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"slices"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// sealCommentFileName is the field under which names of files are sealed: they often
// say whose they are.
const sealCommentFileName = "comment_file.name"

// CommentFile is a file that came with a comment, or was uploaded to.
type CommentFile struct {
	repo.CommentFile
	Name  string
	Token string // by which a form carries it; "" once it was sent
}

// UploadCommentFile stores a file that is to come with a comment, streamed in
// chunks, and gives the token by which the comment brings it. What is not sent
// within a day is deleted.
// Errors: Invalid, with the field "files"; NotFound.
func (a *App) UploadCommentFile(ctx context.Context, consultationID int64, name string, r io.Reader) (token string, err error) {
	defer fault.Wrap(&err, "app.UploadCommentFile(%d)", consultationID)
	token = newToken()
	name = baseName(name)
	f := repo.CommentFile{ConsultationID: consultationID, TokenHash: hashToken(token), NameSealed: a.Keys.Seal(sealCommentFileName, name)}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if f.ID, err = tx.TakeCommentFileID(ctx); err != nil {
			return err
		}
		f.MediaType, f.Size, f.SHA256, err = stream(name, r, func(seq int, data []byte) error {
			return tx.InsertCommentFileChunk(ctx, consultationID, f.ID, seq, data)
		})
		if err != nil {
			return ofFiles(err)
		}
		return tx.InsertCommentFile(ctx, f, a.Now())
	})
	return token, err
}

// ofFiles moves the faults of a file to the field of a comment's files.
func ofFiles(err error) error {
	f := fault.Of(err)
	if f.Kind != fault.Invalid {
		return err
	}
	fields := slices.Clone(f.Fields)
	for i := range fields {
		fields[i].Name = "files"
	}
	return &fault.Error{Kind: fault.Invalid, Key: f.Key, Fields: fields}
}

// UnsentFiles gives the files behind tokens that a form carries; those that are
// gone are left out.
func (a *App) UnsentFiles(ctx context.Context, consultationID int64, tokens []string) (list []CommentFile, err error) {
	defer fault.Wrap(&err, "app.UnsentFiles(%d)", consultationID)
	if len(tokens) == 0 {
		return nil, nil
	}
	hashes := hashTokens(tokens)
	found, err := a.Repo.UnsentFiles(ctx, consultationID, hashes)
	if err != nil {
		return nil, err
	}
	list, err = a.openFiles(found)
	for i, f := range list {
		at := slices.IndexFunc(hashes, func(hash []byte) bool { return bytes.Equal(hash, f.TokenHash) })
		list[i].Token = tokens[at]
	}
	return list, err
}

// FileSums gives the hashes of uploaded files, sent or not, whatever their order:
// the same file chosen again is the same file.
func (a *App) FileSums(ctx context.Context, consultationID int64, tokens []string) (sums []string, err error) {
	defer fault.Wrap(&err, "app.FileSums(%d)", consultationID)
	if len(tokens) == 0 {
		return nil, nil
	}
	found, err := a.Repo.FileSums(ctx, consultationID, hashTokens(tokens))
	for _, sum := range found {
		sums = append(sums, hex.EncodeToString(sum))
	}
	return sums, err
}

// CommentFiles gives the files of several comments, by comment.
func (a *App) CommentFiles(ctx context.Context, consultationID int64, comments []int64) (byComment map[int64][]CommentFile, err error) {
	defer fault.Wrap(&err, "app.CommentFiles(%d)", consultationID)
	found, err := a.Repo.CommentFiles(ctx, consultationID, comments)
	if err != nil {
		return nil, err
	}
	list, err := a.openFiles(found)
	byComment = map[int64][]CommentFile{}
	for _, f := range list {
		byComment[f.CommentID] = append(byComment[f.CommentID], f)
	}
	return byComment, err
}

// receiptFiles adds the files of a comment to what its receipt shows.
func (a *App) receiptFiles(ctx context.Context, status consult.ReceiptStatus, err error) (consult.ReceiptStatus, error) {
	if err != nil {
		return status, err
	}
	status.Files, err = a.ReceiptFiles(ctx, status.ReceiptNo)
	return status, err
}

// ReceiptFiles lists the files that came with the comment of a receipt.
func (a *App) ReceiptFiles(ctx context.Context, no string) (files []consult.File, err error) {
	defer fault.Wrap(&err, "app.ReceiptFiles")
	found, err := a.Repo.ReceiptFiles(ctx, no)
	if err != nil {
		return nil, err
	}
	list, err := a.openFiles(found)
	return FileFacts(list), err
}

// FileFacts is what pages tell of files.
func FileFacts(list []CommentFile) (files []consult.File) {
	for _, f := range list {
		files = append(files, consult.File{ID: f.ID, Name: f.Name, Size: f.Size, SHA256: hex.EncodeToString(f.SHA256), Token: f.Token})
	}
	return files
}

// CommentFile finds one file of a comment. Errors: NotFound.
func (a *App) CommentFile(ctx context.Context, consultationID, commentID, id int64) (f CommentFile, err error) {
	defer fault.Wrap(&err, "app.CommentFile(%d, %d, %d)", consultationID, commentID, id)
	found, err := a.Repo.CommentFile(ctx, consultationID, commentID, id)
	if err != nil {
		return f, err
	}
	list, err := a.openFiles([]repo.CommentFile{found})
	if err != nil {
		return f, err
	}
	return list[0], nil
}

func (a *App) openFiles(found []repo.CommentFile) (list []CommentFile, err error) {
	for _, f := range found {
		name, err := a.Keys.Open(sealCommentFileName, f.NameSealed)
		if err != nil {
			return nil, err
		}
		list = append(list, CommentFile{CommentFile: f, Name: name})
	}
	return list, nil
}

func hashTokens(tokens []string) [][]byte {
	out := make([][]byte, len(tokens))
	for i, token := range tokens {
		out[i] = hashToken(token)
	}
	return out
}
