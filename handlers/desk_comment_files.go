package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/views/desk"
)

// fileSandbox is the policy of a file from outside, should a browser open it.
const fileSandbox = "default-src 'none'; sandbox"

// file gives a file of a comment to staff, as a download.
func (h deskComments) file(c *fiber.Ctx) error {
	id, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	return h.sendFile(c, id, comment)
}

// sendFile sends a file of a comment. It comes from anybody: it is never shown in
// the page, and nothing in it may run.
func (e *Env) sendFile(c *fiber.Ctx, consultationID, commentID int64) error {
	file, err := idParam(c, "fid")
	if err != nil {
		return err
	}
	f, err := e.App.CommentFile(c.UserContext(), consultationID, commentID, file)
	if err != nil {
		return err
	}
	attach(c, f.Name, f.MediaType)
	c.Set(fiber.HeaderContentSecurityPolicy, fileSandbox)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendStream(e.Repo.CommentFileContent(f.CommentFile), int(f.Size))
}

// filesOf gives the files of comments on a page of the desk.
func (e *Env) filesOf(c *fiber.Ctx, consultationID int64, comments ...consult.Comment) (desk.Files, error) {
	var ids []int64
	for _, com := range comments {
		ids = append(ids, com.ID)
	}
	return e.filesByID(c, consultationID, ids)
}

// filesOfAll gives the files of the comments of suggestions.
func (e *Env) filesOfAll(c *fiber.Ctx, consultationID int64, list []consult.Suggestion) (desk.Files, error) {
	var ids []int64
	for _, s := range list {
		ids = append(ids, s.CommentID)
	}
	return e.filesByID(c, consultationID, ids)
}

func (e *Env) filesByID(c *fiber.Ctx, consultationID int64, ids []int64) (desk.Files, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := e.App.CommentFiles(c.UserContext(), consultationID, ids)
	files := desk.Files{}
	for id, list := range found {
		files[id] = app.FileFacts(list)
	}
	return files, err
}
