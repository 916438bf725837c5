package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	feedview "nayan/views/feed"
)

// feeds serves what readers of feeds fetch.
type feeds struct{ *Env }

const (
	feedEntries = 50
	feedCache   = "public, max-age=300"
)

// consultations is the Atom feed of what the list of consultations shows under the
// same parameters.
func (h feeds) consultations(c *fiber.Ctx) error {
	f, err := h.filter(c)
	if err != nil {
		return err
	}
	f.PerPage = feedEntries
	list, err := h.Repo.Feed(c.UserContext(), f)
	if err != nil {
		return err
	}
	query := url.Values{}
	for _, name := range []string{"unit", "kind", "audience", "status"} {
		if value := c.Query(name); value != "" {
			query.Set(name, value)
		}
	}
	feed := feedview.Feed{Site: h.Site, Path: withQuery("/feeds/consultations.atom", query), Page: withQuery("/consultations", query)}
	for _, n := range list {
		feed.Entries = append(feed.Entries, feedview.Entry{Event: n.Event, ChangeID: n.ChangeID, At: n.At, No: n.No, Title: n.Title,
			UnitName: n.UnitName, Kind: n.Kind, OpensAt: n.OpensAt, ClosesAt: n.ClosesAt})
	}
	body, err := feedview.Atom(c.UserContext(), feed)
	if err != nil {
		return err
	}
	if query.Get("status") == "" { // under a status entries come and go without being new
		c.Set(fiber.HeaderLastModified, feed.Updated().UTC().Format(http.TimeFormat))
	}
	return h.sendFeed(c, body, feed.Updated())
}

func withQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// sendFeed answers 304 to who has the same already (RFC 9110, 13.1): by its tag,
// or else by its time.
func (h feeds) sendFeed(c *fiber.Ctx, body []byte, updated time.Time) error {
	tag := `"` + hashed(string(body)) + `"`
	c.Set(fiber.HeaderCacheControl, feedCache)
	c.Set(fiber.HeaderETag, tag)
	if h.unchanged(c, tag, updated) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, feedview.MediaType)
	return c.Send(body)
}

func (h feeds) unchanged(c *fiber.Ctx, tag string, updated time.Time) bool {
	if match := c.Get(fiber.HeaderIfNoneMatch); match != "" {
		return match == "*" || containsTag(match, tag)
	}
	since, err := http.ParseTime(c.Get(fiber.HeaderIfModifiedSince))
	return err == nil && c.GetRespHeader(fiber.HeaderLastModified) != "" && !updated.Truncate(time.Second).After(since)
}

// containsTag compares weakly, as If-None-Match asks for: a proxy that compresses
// may have marked the tag as weak.
func containsTag(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if strings.TrimPrefix(strings.TrimSpace(one), "W/") == tag {
			return true
		}
	}
	return false
}
