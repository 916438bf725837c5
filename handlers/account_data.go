package handlers

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/privacy"
	"nayan/repo"
	accountview "nayan/views/account"
)

// accountData shows who is signed in what is held of them, gives them a copy, and
// erases them (个人信息保护法 art. 44 to 47).
type accountData struct{ *Env }

func (h accountData) show(c *fiber.Ctx) error {
	ctx, p := c.UserContext(), person(c)
	held, err := h.Repo.Holdings(ctx, p.ID, h.Now())
	if err != nil {
		return err
	}
	consents, err := h.Repo.Consents(ctx, p.ID)
	if err != nil {
		return err
	}
	page := accountview.DataPage{Page: h.accountPage(c, accountview.Data, "account.data.title"), Holdings: holdings(ctx, p, held)}
	for _, x := range consents {
		page.Agreements = append(page.Agreements, accountview.Agreement{Version: x.Version, At: x.GivenAt})
	}
	return render(c, fiber.StatusOK, accountview.MyData(page))
}

// holdings puts what is held into words, with the periods of the table.
func holdings(ctx context.Context, p app.Person, held repo.Holdings) []accountview.Holding {
	t := func(key string, args ...any) string { return i18n.T(ctx, key, args...) }
	unset := t("account.data.unset")
	contacts := t("account.data.mask", cmp.Or(p.Name, unset), cmp.Or(p.Phone, unset), cmp.Or(p.Email, unset))
	return []accountview.Holding{
		{What: t("account.data.account"), Here: contacts, Purpose: t("account.data.account.purpose"), Kept: kept(ctx, privacy.UnusedAccounts),
			Href: "/account/profile"},
		{What: t("account.data.comments"), Here: counted(ctx, held.Comments), Purpose: t("account.data.comments.purpose"),
			Kept: t("account.data.comments.kept", kept(ctx, privacy.CommentContacts), kept(ctx, privacy.CommentTexts)), Href: "/account/comments"},
		{What: t("account.data.bookings"), Here: counted(ctx, held.Bookings), Purpose: t("account.data.bookings.purpose"), Kept: kept(ctx, privacy.Bookings),
			Href: "/account/bookings"},
		{What: t("account.data.enterprises"), Here: counted(ctx, held.Enterprises), Purpose: t("account.data.enterprises.purpose"),
			Kept: t("account.data.enterprises.kept"), Href: "/account/enterprises"},
		{What: t("account.data.sign_ins"), Here: counted(ctx, held.Sessions), Purpose: t("account.data.sign_ins.purpose"), Kept: kept(ctx, privacy.Sessions),
			Href: "/account/security"},
		{What: t("account.data.identities"), Here: counted(ctx, held.Identities), Purpose: t("account.data.identities.purpose"),
			Kept: t("account.data.identities.kept"), Href: "/account/security"},
		{What: t("account.data.messages"), Here: counted(ctx, held.Messages), Purpose: t("account.data.messages.purpose"), Kept: kept(ctx, privacy.Messages),
			Href: "/account/inbox"},
		{What: t("account.data.follows"), Here: counted(ctx, held.Follows), Purpose: t("account.data.follows.purpose"), Kept: kept(ctx, privacy.Follows),
			Href: ownFollowsPath},
	}
}

func counted(ctx context.Context, n int) string {
	if n == 0 {
		return i18n.T(ctx, "account.data.none")
	}
	return i18n.T(ctx, "account.data.count", n)
}

// kept says how long a kind of data is kept.
func kept(ctx context.Context, kind privacy.Kind) string {
	for _, r := range privacy.Rules {
		if r.Kind == kind {
			return periodText(ctx, r)
		}
	}
	return ""
}

// download gives a ZIP of the data as JSON, with a text that explains it.
func (h accountData) download(c *fiber.Ctx) error {
	ctx := c.UserContext()
	data, err := h.App.PersonalData(ctx, person(c))
	if err != nil {
		return err
	}
	file, err := packed(ctx, data, h.Site.Name)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="my-data-`+h.Now().In(i18n.Zone).Format(time.DateOnly)+`.zip"`)
	return c.Send(file)
}

func packed(ctx context.Context, data app.PersonalData, site string) ([]byte, error) {
	text, err := json.MarshalIndent(data, "", "  ")
	if err != nil {
		return nil, err
	}
	var outcomes []string
	for _, o := range consult.Outcomes {
		outcomes = append(outcomes, string(o)+" "+i18n.T(ctx, "outcome."+string(o)))
	}
	readme := i18n.T(ctx, "account.download.readme", site, i18n.Minute(ctx, data.MadeAt), strings.Join(outcomes, "，"))
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		data []byte
	}{{"README.txt", []byte(readme)}, {"data.json", text}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: data.MadeAt})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	err = z.Close() // writes the directory
	return out.Bytes(), err
}
