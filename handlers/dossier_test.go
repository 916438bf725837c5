package handlers_test

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/repo"
)

// dossier gives the files of an archive.
func (a answer) dossier() map[string]string {
	a.t.Helper()
	return unzipped(a.t, a.want(http.StatusOK).body)
}

// lastID gives the consultation behind an address of the desk.
func (s *site) lastID(at string) (id int64) {
	s.t.Helper()
	if _, err := fmt.Sscanf(at, "/desk/consultations/%d", &id); err != nil {
		s.t.Fatal(err)
	}
	return id
}

// records reads a table of an archive by the names of its columns.
func records(t *testing.T, files map[string]string, name string) (out []map[string]string) {
	t.Helper()
	text, there := files[name]
	if !there {
		t.Fatalf("%s is not in the archive", name)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	for _, line := range lines[1:] {
		record := map[string]string{}
		for i, column := range lines[0] {
			record[column] = line[i]
		}
		out = append(out, record)
	}
	return out
}

func TestTheStaffCopyOfADossierIsWholeAndItsSumsHold(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	auditor := s.signedIn(account.Auditor)
	got := auditor.get("/desk/consultations/1/dossier.zip").want(http.StatusOK)
	if kind := got.header.Get("Content-Type"); kind != "application/zip" || !strings.Contains(got.header.Get("Content-Disposition"), "2026-0001.zip") {
		t.Errorf("sent as %q, %q", kind, got.header.Get("Content-Disposition"))
	}
	files := got.dossier()
	s.sumsHold(files)
	for _, name := range []string{"index.html", "01征集公告/征集公告.html", "01征集公告/征集公告.md", "03起草说明/起草说明.html", "05审核审查/审核审批记录.csv", "05审核审查/合法性审查.csv",
		"06公众意见/留言.jsonl", "07采纳情况/意见和答复.jsonl", "07采纳情况/公布的意见反馈.csv", "07采纳情况/各批次合计.csv", "09统计/按渠道.csv", "09统计/按条款.csv",
		"11决策进展/决策进展.csv", "12操作记录/操作记录.csv"} {
		if files[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	s.figuresFoot(files)
	var drafts, attached int
	for name := range files {
		if strings.HasPrefix(name, "02草案/") && strings.HasSuffix(name, ".docx") {
			drafts++
		}
		if strings.HasPrefix(name, "04公告附件/") {
			attached++
		}
	}
	if drafts != 2 || attached != 2 || !strings.Contains(strings.Join(slices.Collect(maps.Keys(files)), "\n"), "02草案/第2版（正式文本）") ||
		!strings.Contains(files["02草案/第1版与第2版对照.html"], "<ins>") {
		t.Errorf("%d drafts and %d attachments", drafts, attached)
	}
	if steps := records(t, files, "05审核审查/审核审批记录.csv"); len(steps) != 4 || steps[0]["人员"] == "" || steps[3]["步骤"] == "" {
		t.Errorf("the review: %v", steps)
	}
	list, err := s.env.Repo.Audited(t.Context(), repo.AuditFilter{Units: repo.EveryUnit, Action: "dossier.export", Limit: 9})
	if err != nil || len(list) != 1 || list[0].ObjectID != "1" || string(list[0].After) != `{"copy": "staff"}` {
		t.Errorf("on record: %+v %v", list, err)
	}
}

// sumsHold holds every sum against its file, by the program that people have for it.
func (s *site) sumsHold(files map[string]string) {
	s.t.Helper()
	dir, listed := s.t.TempDir(), 0
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			s.t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(data))
		if strings.Contains(files["SHA256SUMS"], hex.EncodeToString(sum[:])+"  "+name+"\n") {
			listed++
		}
	}
	if listed != len(files)-1 || strings.Count(files["SHA256SUMS"], "\n") != listed {
		s.t.Errorf("%d of %d files are in the sums:\n%s", listed, len(files)-1, files["SHA256SUMS"])
	}
	check := exec.CommandContext(s.t.Context(), "sha256sum", "--quiet", "-c", "SHA256SUMS")
	check.Dir = dir
	if out, err := check.CombinedOutput(); err != nil {
		s.t.Errorf("sha256sum -c: %v\n%s", err, out)
	}
}

// figuresFoot adds up what the files list and compares it with what they say.
func (s *site) figuresFoot(files map[string]string) {
	s.t.Helper()
	index, err := goquery.NewDocumentFromReader(strings.NewReader(files["index.html"]))
	if err != nil {
		s.t.Fatal(err)
	}
	figures := map[string]string{}
	index.Find("h2#figures ~ table tr").Each(func(_ int, row *goquery.Selection) {
		figures[row.Find("th").Text()] = row.Find("td").Text()
	})
	receipts := map[string]bool{}
	for _, c := range records(s.t, files, "06公众意见/留言.csv") {
		receipts[c["回执号"]] = true
	}
	if got := figures["收到的留言（件）"]; got != itoa(int64(len(receipts))) || strings.Count(files["06公众意见/留言.jsonl"], "\n") != len(receipts) {
		s.t.Errorf("%s comments, and %d are listed", got, len(receipts))
	}
	outcomes := map[string]int{}
	for _, r := range records(s.t, files, "07采纳情况/公布的意见反馈.csv") {
		outcomes[r["采纳情况"]]++
	}
	sum := 0
	for outcome, n := range outcomes {
		if sum += n; figures[outcome] != itoa(int64(n)) {
			s.t.Errorf("%s: %s, and %d are listed", outcome, figures[outcome], n)
		}
	}
	if got := figures["已经答复的意见（条）"]; got != itoa(int64(sum)) {
		s.t.Errorf("%s suggestions, and %d are listed", got, sum)
	}
	index.Find("section li a").Each(func(_ int, a *goquery.Selection) {
		if name := a.Text(); files[name] == "" && !strings.HasSuffix(name, "/") {
			s.t.Errorf("the index leads to %q", name)
		}
	})
	if text := index.Find("h2#law ~ table").Text(); !strings.Contains(text, "未在本平台办理") || !strings.Contains(text, "第二十九条第（二）项") {
		s.t.Errorf("what the law asks for: %s", text)
	}
	if n := index.Find("link, script, img, iframe").Length(); n != 0 {
		s.t.Errorf("the index loads %d things", n)
	}
}

// The public copy may be handed out: nothing stands in it that the public cannot read.
func TestThePublicCopyOfADossierHoldsWhatThePublicReadsAndNoMore(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := s.closedCall(true)
	adjudicator := s.signedIn(account.Adjudicator)
	action, values := formOf(adjudicator.get(at + "/comments?visibility=published").page().Find(".item form.form").First())
	values.Set("code", "insult")
	values.Set("reason", "内部说明的话")
	adjudicator.postRaw(action, values).seeOther()
	var hidden []string
	err := s.env.Repo.DB().SelectContext(t.Context(), &hidden, `SELECT p.body FROM points p JOIN comments m ON m.consultation_id = p.consultation_id AND m.id = p.comment_id
		WHERE m.consultation_id = $1 AND m.visibility <> 'published'`, s.lastID(at))
	if err != nil || len(hidden) == 0 {
		t.Fatal("nothing is hidden, so nothing is shown", err)
	}
	public, whole := adjudicator.get(at+"/dossier.zip?copy=public").dossier(), adjudicator.get(at+"/dossier.zip?copy=staff").dossier()
	s.sumsHold(public)
	both := func(files map[string]string) string {
		var all strings.Builder
		for name, text := range files {
			all.WriteString(name + "\n" + text)
		}
		return all.String()
	}
	open, sealed := both(public), both(whole)
	for _, text := range append(hidden, "内部说明的话") {
		if strings.Contains(open, text) {
			t.Errorf("the public copy holds %q", text)
		}
		if !strings.Contains(sealed, text) {
			t.Errorf("the staff copy lacks %q", text)
		}
	}
	for _, role := range account.Roles {
		if name := s.member(role).Name; strings.Contains(open, name) {
			t.Errorf("the public copy names %s", name)
		}
	}
	for name := range public {
		if strings.HasPrefix(name, "05") || strings.HasPrefix(name, "12") || strings.Contains(name, "意见和答复") || strings.Contains(name, "材料") {
			t.Errorf("the public copy has %s", name)
		}
	}
	if !strings.Contains(public["09统计/按公开情况.csv"], "不公开") || strings.Contains(open, s.oneReceipt(at)) {
		t.Error("what is hidden is not counted, or a receipt number is told")
	}
}

// oneReceipt is the number of a receipt of a call.
func (s *site) oneReceipt(at string) (no string) {
	s.t.Helper()
	if err := s.env.Repo.DB().GetContext(s.t.Context(), &no, `SELECT min(receipt_no) FROM comments WHERE consultation_id = $1`, s.lastID(at)); err != nil {
		s.t.Fatal(err)
	}
	return no
}

// What cannot be read to its end is broken off: it never looks like a whole archive.
func TestADossierThatFailsIsNotAnArchive(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	at := s.closedCall(true)
	s.exec(`ALTER TABLE redactions RENAME TO lost`)
	v := s.signedIn(account.Auditor)
	body, err := s.fetched(v, at+"/dossier.zip")
	if err == nil {
		t.Error("the answer ends as if it were whole")
	}
	if _, bad := zip.NewReader(strings.NewReader(body), int64(len(body))); bad == nil || strings.Contains(body, "SHA256SUMS") {
		t.Error("half an archive passes for a whole one")
	}
	if !strings.Contains(s.log.String(), "a dossier was broken off") {
		t.Error("nobody is told")
	}
}

// fetched reads an answer over a connection, and whether it came to its end.
func (s *site) fetched(v *visitor, path string) (body string, err error) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.serve()+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "nayan_session", Value: v.cookies["nayan_session"]})
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("status %d", res.StatusCode)
	}
	data, err := io.ReadAll(res.Body)
	return string(data), err
}

func TestADossierIsOfWhatIsPublicAndForWhoAnswersForIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Auditor)
	v.get("/desk/consultations/7/dossier.zip").want(http.StatusNotFound) // still under review
	v.get("/desk/consultations/1/dossier.zip?copy=secret").want(http.StatusNotFound)
	s.signedIn(account.Drafter).get("/desk/consultations/1/dossier.zip").want(http.StatusForbidden)
	for _, page := range []string{"", "/results"} {
		if n := v.get("/desk/consultations/1" + page).page().Find(`section:has(#dossier) a`).Length(); n != 2 {
			t.Errorf("%q offers %d copies", page, n)
		}
	}
	open, _ := s.callIn(consult.Open)
	files := v.get(open + "/dossier.zip?copy=public").dossier()
	if files["06公众意见/留言.csv"] != "" && !s.shows(open) {
		t.Error("the public copy shows comments before the public reads them")
	}
}

// A browser that only asks what there is takes no place from who takes it away.
func TestWhoOnlyAsksForTheHeadOfADossierTakesNoPlace(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Auditor)
	for range 5 {
		if got := v.do(httptest.NewRequest(http.MethodHead, "/desk/consultations/1/dossier.zip", nil)); got.status != http.StatusOK || got.body != "" {
			t.Fatalf("status %d", got.status)
		}
	}
	v.get("/desk/consultations/1/dossier.zip").dossier()
}

// shows reports whether the public reads the comments of a call now.
func (s *site) shows(at string) bool {
	s.t.Helper()
	con, err := s.env.Repo.ConsultationByID(s.t.Context(), s.lastID(at))
	if err != nil {
		s.t.Fatal(err)
	}
	return con.ShowsCommentsAt(s.env.Now())
}
