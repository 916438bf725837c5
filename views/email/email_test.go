package email_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/message"
	"nayan/views/email"
	"nayan/views/layout"
)

var site = layout.Site{County: "云溪县", Name: "云溪县公众参与平台", BaseURL: "https://minyi.yunxi.example", Organiser: "云溪县人民政府办公室", Phone: "0000-5550100"}

var values = message.Values{Name: "朱国强", Unit: "云溪县住房和城乡建设局", Enterprise: "云溪县便民自行车有限公司", Days: 3,
	Path: "/account/invitations/4fzzzxjylrx4fzzzxjylrx", Reason: "统一社会信用代码与名称不符。"}

// of gives each template what it is filled with.
func of(t message.Template) message.Values {
	v := values
	if t == message.Code {
		v.Code, v.Minutes, v.Days, v.Path = "271828", 10, 0, ""
	}
	return v
}

// mistake finds a key that is not in the catalogue, and a value too many or too few.
var mistake = regexp.MustCompile(`message\.[a-z_.]+|%[!ds]|\(MISSING\)|\(EXTRA`)

func TestEveryTemplateIsWrittenAsMailAndAsTextMessage(t *testing.T) {
	t.Parallel()
	for _, tpl := range message.Templates {
		for _, v := range []message.Values{of(tpl), {Code: of(tpl).Code, Minutes: 10}} { // the second: as little as there may be
			mail, err := email.Render(t.Context(), site, tpl, v)
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Join([]string{mail.Subject, mail.Plain, mail.HTML, email.SMS(t.Context(), site, tpl, v)}, "\n")
			if found := mistake.FindString(all); found != "" {
				t.Errorf("%s shows %q:\n%s", tpl, found, all)
			}
		}
	}
}

func TestBothPartsOfAMailSayTheSame(t *testing.T) {
	t.Parallel()
	for _, tpl := range message.Templates {
		mail, err := email.Render(t.Context(), site, tpl, of(tpl))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(mail.HTML))
		if err != nil {
			t.Fatal(err)
		}
		body := doc.Find("body").Text()
		for part := range strings.SplitSeq(strings.TrimSpace(mail.Plain), "\n") {
			if part != "-- " && !strings.Contains(body, part) {
				t.Errorf("%s: only the plain part says %q", tpl, part)
			}
		}
		if doc.Find("img, script, link, style").Length() > 0 || !strings.HasPrefix(mail.Subject, site.Name) {
			t.Errorf("%s: %q loads something, or does not say whom it is from", tpl, mail.Subject)
		}
		if link := doc.Find("a").AttrOr("href", ""); tpl.HasLink() && link != site.BaseURL+values.Path {
			t.Errorf("%s leads to %q", tpl, link)
		}
	}
}

func TestEveryMailToFollowersSaysHowToStop(t *testing.T) {
	t.Parallel()
	v := message.Values{Title: "关于公开征求意见的公告", Unit: "云溪县民政局", Path: "/consultations/2026-0001", Manage: "/followers/abc", Stop: "/followers/abc/consultations/2026-0001/stop",
		ClosesAt: time.Date(2026, 12, 24, 0, 0, 0, 0, time.FixedZone("", 8*3600))}
	for _, tpl := range message.Templates {
		mail, err := email.Render(t.Context(), site, tpl, v)
		if err != nil {
			t.Fatal(err)
		}
		if !tpl.ToFollowers() {
			continue
		}
		manage := site.BaseURL + v.Manage
		if mail.Unsubscribe != site.BaseURL+v.Stop || !strings.Contains(mail.Plain, manage+"\n") || !strings.Contains(mail.HTML, `href="`+manage+`"`) ||
			!strings.Contains(mail.Plain, v.Title) {
			t.Errorf("%s: %q\n%s", tpl, mail.Unsubscribe, mail.Plain)
		}
		if wants := tpl == message.FollowReleased || tpl == message.FollowReminder || tpl == message.FollowExtended; wants != strings.Contains(mail.Plain, "2026年12月23日 23:59:59") {
			t.Errorf("%s: until when: %s", tpl, mail.Plain)
		}
	}
}

func TestWhatPeopleTypedStandsInAMailAsText(t *testing.T) {
	t.Parallel()
	v := of(message.EnterpriseRejected)
	v.Enterprise = `<img src="https://evil.example/x">`
	mail, err := email.Render(t.Context(), site, message.EnterpriseRejected, v)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(mail.HTML, "<img") || !strings.Contains(mail.Plain, v.Enterprise) {
		t.Errorf("%s", mail.HTML)
	}
}

func TestATextMessageIsShortAndSigned(t *testing.T) {
	t.Parallel()
	for _, tpl := range message.Templates {
		v := of(tpl)
		v.Enterprise = strings.Repeat("云溪县便民自行车", 10)
		text := email.SMS(t.Context(), site, tpl, v)
		words, link, _ := strings.Cut(text, "https://")
		if !strings.HasPrefix(text, "【云溪县】") || utf8.RuneCountInString(words) > email.MaxSMS || tpl.HasLink() != (link != "") {
			t.Errorf("%s (%d characters): %s", tpl, utf8.RuneCountInString(words), text)
		}
	}
}
