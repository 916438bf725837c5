package handlers

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/url"
	"os"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
)

const (
	// uploadBody bounds a comment with its files.
	uploadBody = app.MaxCommentFiles*app.MaxAttachment + 1<<20
	// drainBody is how much of a larger one is read all the same, so that its sender
	// is told with everything typed still there.
	drainBody = 2 * uploadBody

	uploadLocal = "upload"
	fileField   = "attachments"
)

// upload is the files of a form that the public sent, on the disk until the
// request ends.
type upload struct {
	files   []uploadedFile
	problem error // what was wrong with one that is not among them
}

type uploadedFile struct {
	*os.File
	name string
}

// uploadOf gives the files that came with the request.
func uploadOf(c *fiber.Ctx) *upload {
	if u, ok := c.Locals(uploadLocal).(*upload); ok && u != nil {
		return u
	}
	return &upload{}
}

func (u *upload) close() {
	if u == nil {
		return
	}
	for _, f := range u.files {
		_ = f.Close() // the file has no name any more and is gone
	}
}

// receiveUpload takes a form with files apart as it arrives. The request goes on
// as a form without files. A file too many or too large is read past, so that the
// form can come back with what was typed.
func (e *Env) receiveUpload(c *fiber.Ctx, boundary string) (u *upload, err error) {
	u, values := &upload{}, url.Values{}
	body := io.LimitReader(c.Request().BodyStream(), drainBody)
	if c.Request().Header.ContentLength() > uploadBody {
		u.problem = badUpload("comment_files.error.total", app.MaxCommentFiles*app.MaxAttachment>>20)
	}
	defer func() {
		if err != nil {
			u.close()
		}
	}()
	parts := multipart.NewReader(body, boundary)
	for left := int64(smallBody); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return u, unreadable(err)
		}
		if part.FileName() != "" {
			err = e.takePart(c, u, part)
		} else {
			err = takeValue(values, part, &left)
		}
		if err != nil {
			return u, err
		}
	}
	if err := drain(body, smallBody); err != nil {
		return u, err
	}
	c.Request().Header.SetContentType(fiber.MIMEApplicationForm)
	c.Request().SetBodyString(values.Encode())
	return u, nil
}

// takeValue reads a field; all together are bounded as a form without files is.
func takeValue(values url.Values, part *multipart.Part, left *int64) error {
	text, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil {
		return unreadable(err)
	}
	if *left -= int64(len(text)); *left < 0 {
		return fiber.ErrRequestEntityTooLarge
	}
	if name := part.FormName(); name != fileField { // a file field without a file
		values.Add(name, string(text))
	}
	return nil
}

// takePart keeps a file, or what is wrong with it, and reads past the rest of it.
func (e *Env) takePart(c *fiber.Ctx, u *upload, part *multipart.Part) error {
	if u.problem == nil {
		u.problem = e.mayUpload(c, u)
	}
	if u.problem == nil {
		f, err := spool(part)
		if f != nil {
			u.files = append(u.files, uploadedFile{f, part.FileName()})
		}
		if err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, part); err != nil {
		return unreadable(err)
	}
	return nil
}

// mayUpload counts one more file of the sender's address.
func (e *Env) mayUpload(c *fiber.Ctx, u *upload) error {
	if len(u.files) == app.MaxCommentFiles {
		return badUpload("comment_files.error.count", app.MaxCommentFiles)
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), requestTime)
	defer cancel()
	return overQuota(e.Limiter.Allow(ctx, e.Now(), e.fromAddress(c, "files", e.Limits.Files)))
}

// spool writes a file to the disk, one byte more than may be at most: its size
// then says that it is too large. It loses its name at once, and so goes with the
// process whatever happens.
func spool(part *multipart.Part) (*os.File, error) {
	f, err := os.CreateTemp("", "nayan-upload-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return f, err
	}
	if _, err := io.CopyN(f, part, app.MaxAttachment+1); err != nil && !errors.Is(err, io.EOF) {
		return f, unreadable(err)
	}
	_, err = f.Seek(0, io.SeekStart)
	return f, err
}

// storeUpload stores the files as such that wait for their comment, and gives
// their tokens and the first thing that is wrong with one of them.
func (e *Env) storeUpload(c *fiber.Ctx, consultationID int64, kept int) (tokens []string, err error) {
	u := uploadOf(c)
	problem := u.problem
	for _, f := range u.files {
		if kept+len(tokens) >= app.MaxCommentFiles {
			problem = badUpload("comment_files.error.count", app.MaxCommentFiles)
			break
		}
		token, err := e.storeFile(c, consultationID, f)
		switch kind := fault.Of(err).Kind; {
		case err == nil:
			tokens = append(tokens, token)
		case kind != fault.Invalid && kind != fault.RateLimited:
			return tokens, err
		case problem == nil:
			problem = err
		}
	}
	return tokens, problem
}

// storeFile counts the megabytes of a file and stores it.
func (e *Env) storeFile(c *fiber.Ctx, consultationID int64, f uploadedFile) (string, error) {
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if size := info.Size(); size <= app.MaxAttachment {
		quota := e.fromAddress(c, "file-megabytes", e.Limits.FileMegabytes)
		quota.Units = int((size + 1<<20 - 1) >> 20)
		if err := overQuota(e.allow(c, quota)); err != nil {
			return "", err
		}
	}
	return e.App.UploadCommentFile(c.UserContext(), consultationID, f.name, f)
}

func badUpload(key string, args ...any) error {
	var f fault.Fields
	f.Add("files", key, args...)
	return f.Err()
}

// overQuota says beside the files that the address has sent too many.
func overQuota(err error) error {
	f := fault.Of(err)
	if err == nil || f.Kind != fault.RateLimited {
		return err
	}
	return &fault.Error{Kind: fault.RateLimited, Key: f.Key, RetryAfter: f.RetryAfter,
		Fields: []fault.Field{{Name: "files", Key: "comment_files.error.quota"}}}
}
