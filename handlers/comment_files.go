package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	consultview "nayan/views/consult"
)

// takeFiles stores the files that came with a form, whatever else is wrong with
// it, so that nobody chooses one twice, and gives the tokens of these and of those
// that it carries already.
func (h comments) takeFiles(c *fiber.Ctx, form *consultview.CommentForm) (tokens []string, err error) {
	tokens = keptFiles(c)
	u := uploadOf(c)
	if len(tokens) == 0 && len(u.files) == 0 && u.problem == nil {
		return nil, nil
	}
	con, err := h.Repo.ConsultationByNo(c.UserContext(), c.Params("no"))
	if err == nil {
		err = con.CheckOpen(h.Now())
	}
	if err != nil {
		return nil, err
	}
	stored, problem := h.storeUpload(c, con.ID, len(tokens))
	tokens = append(tokens, stored...)
	if err := h.showFiles(c, form, con.ID, tokens); err != nil {
		return tokens, err
	}
	return tokens, problem
}

// stale gives a form back whose token is no longer good. New files are not taken
// from it: nobody knows yet that its sender meant to send it.
func (h comments) stale(c *fiber.Ctx, refused error) error {
	form := readCommentForm(c)
	if tokens := keptFiles(c); len(tokens) > 0 {
		con, err := h.Repo.ConsultationByNo(c.UserContext(), c.Params("no"))
		if err == nil {
			err = h.showFiles(c, &form, con.ID, tokens)
		}
		if err != nil {
			return refused
		}
	}
	return h.again(c, form, refused)
}

// showFiles puts the files behind tokens on the form.
func (h comments) showFiles(c *fiber.Ctx, form *consultview.CommentForm, consultationID int64, tokens []string) (err error) {
	if form.Sums, err = h.App.FileSums(c.UserContext(), consultationID, tokens); err != nil {
		return err
	}
	list, err := h.App.UnsentFiles(c.UserContext(), consultationID, tokens)
	form.Files = app.FileFacts(list)
	return err
}

// keptFiles reads the tokens of the files that are to stay with the form.
func keptFiles(c *fiber.Ctx) (tokens []string) {
	drop := formList(c, "drop")
	for _, token := range formList(c, "files") {
		if !slices.Contains(drop, token) && !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

// sentFiles lists what came with a comment that was just stored.
func (h comments) sentFiles(c *fiber.Ctx, receiptNo string, tokens []string) ([]consult.File, error) {
	if len(tokens) == 0 {
		return nil, nil
	}
	return h.App.ReceiptFiles(c.UserContext(), receiptNo)
}
