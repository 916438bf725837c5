package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/consult"
)

// trade is the sample county with two people of a verified enterprise that is in
// none of its calls yet.
type trade struct {
	*site
	zhu, sun *visitor
	firm     int64
	no, at   string // of the open enterprise consultation; its page on the desk
}

const tradeName = "云溪县虚构百货商店"

func newTrade(t *testing.T, change ...func(*handlers.Env)) *trade {
	t.Helper()
	s := newCounty(t, change...)
	f := &trade{site: s, no: "2026-0005", at: "/desk/consultations/5", zhu: s.person("zhu@example.org"), sun: s.person("sun@example.org")}
	path, _, _ := strings.Cut(f.zhu.post("/account/enterprises/new", "/account/enterprises", url.Values{"name": {tradeName},
		"uscc": {"13341524MA99930926"}, "contact_name": {"朱国强"}, "contact_email": {"contact@example.org"}, "industry": {"F"}, "size": {"micro"},
		"township_id": {"1"}}).seeOther(), "?")
	if _, err := fmt.Sscanf(path, "/account/enterprises/%d", &f.firm); err != nil {
		t.Fatal(err)
	}
	link, _ := f.zhu.post(path, path+"/invitations", url.Values{"role": {"member"}}).page().Find("input#link").Attr("value")
	link = strings.TrimPrefix(link, s.env.Site.BaseURL)
	f.sun.post(link, link, url.Values{}).seeOther()
	f.verify()
	return f
}

func (f *trade) verify() {
	f.t.Helper()
	at := "/desk/enterprises/" + itoa(f.firm)
	f.signedIn(account.Clerk).post(at, at+"/verify", url.Values{"submission": {"1"}}).seeOther()
}

func (f *trade) comments() string { return "/consultations/" + f.no + "/comments" }

// speak fills in the form as the page shows it and sends it for the enterprise.
func (f *trade) speak(v *visitor, form url.Values) answer {
	f.t.Helper()
	form.Set("identity", "enterprise:"+itoa(f.firm))
	return v.post(f.comments(), f.comments(), form)
}

// receiptNo reads the number off the page that hands a receipt over.
func (a answer) receiptNo() string {
	a.t.Helper()
	return a.want(http.StatusCreated).page().Find(".slip .code").First().Text()
}

func TestAnEnterpriseSpeaksUnderItsRegisteredNameAndItsLastWordCounts(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	page := f.zhu.get(f.comments() + "?as=" + itoa(f.firm)).want(http.StatusOK).page()
	if got, _ := page.Find("input[name=identity][checked]").Attr("value"); got != "enterprise:"+itoa(f.firm) || page.Find(".speaks .note").Length() != 0 {
		t.Errorf("the form marks %q and has %d notes", got, page.Find(".speaks .note").Length())
	}
	first := f.speak(f.zhu, url.Values{"points[0].body": {"第一份意见"}, "name": {"朱国强"}, "organisation": {"别人的公司"}, "uscc": {"91990124MA9907078P"}})
	if !strings.Contains(first.text(".receipt"), "以“"+tradeName+"”的名义提交") {
		t.Errorf("the receipt says %s", first.text(".receipt"))
	}
	note := f.sun.get(f.comments()).text(".speaks .note")
	for _, want := range []string{tradeName, "朱**", "新意见替代原来的意见"} {
		if !strings.Contains(note, want) {
			t.Errorf("the colleague is told %q, without %q", note, want)
		}
	}
	second := f.speak(f.sun, url.Values{"points[0].body": {"第二份意见"}}).receiptNo()
	old := f.zhu.get("/account/comments/" + first.receiptNo()).want(http.StatusOK)
	if old.text(".status .pill") != "已由新意见替代" || !strings.Contains(old.text(".status .note"), "由贵单位的新意见替代") || old.page().Find(".steps").Length() != 0 {
		t.Errorf("the old one: %s", old.text(".status"))
	}
	if got := f.zhu.get("/account/comments").text(".own-rows li"); !strings.Contains(got, "已由新意见替代") {
		t.Errorf("in the account: %s", got)
	}
	if got := f.sun.get("/account/comments/" + second).text(".status .pill"); got != "已收到，办理中" {
		t.Errorf("the new one is %s", got)
	}
	var names []string
	if err := f.env.Repo.DB().Select(&names, `SELECT DISTINCT public_name FROM comments WHERE enterprise_id = $1`, f.firm); err != nil || len(names) != 1 || names[0] != tradeName {
		t.Errorf("it is published under %v: %v", names, err)
	}
}

func TestWhoBelongsToNoEnterpriseSpeaksForNone(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	stranger := f.person("stranger@example.org")
	if n := stranger.get(f.comments()).page().Find(".speaks").Length(); n != 0 {
		t.Error("a stranger is offered an enterprise")
	}
	for name, v := range map[string]*visitor{"a stranger": stranger, "nobody": f.visitor()} {
		a := f.speak(v, url.Values{"points[0].body": {"冒名的意见"}}).want(http.StatusUnprocessableEntity)
		if !strings.Contains(a.text(".error-summary"), "现在不能代表这家企业提交") || !strings.Contains(a.body, "冒名的意见") {
			t.Errorf("%s is told %q", name, a.text(".error-summary"))
		}
	}
	if n := f.count(`SELECT count(*) FROM comments WHERE enterprise_id = $1`, f.firm); n != 0 {
		t.Errorf("%d comments for it", n)
	}
}

func TestTheSameFormTwiceIsOneVoiceAndReplacesNothing(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	form := hiddenForm(f.zhu.get(f.comments()))
	form.Set("points[0].body", "同一份意见")
	form.Set("points[0].secret", "利润率百分之三")
	form.Set("identity", "enterprise:"+itoa(f.firm))
	first := f.zhu.postRaw(f.comments(), form).receiptNo()
	if again := f.zhu.postRaw(f.comments(), form).receiptNo(); again != first {
		t.Errorf("a double click is %s and %s", first, again)
	}
	if n := f.count(`SELECT count(*) FROM superseded_comments WHERE consultation_id = 5 AND comment_id IN (SELECT id FROM comments WHERE enterprise_id = $1)`, f.firm); n != 0 {
		t.Errorf("%d comments were superseded", n)
	}
	form.Set("points[0].secret", "利润率百分之四")
	if other := f.zhu.postRaw(f.comments(), form).receiptNo(); other == first {
		t.Error("another secret is taken for the same comment")
	}
}

// hiddenForm are the hidden fields of the form for opinions.
func hiddenForm(a answer) url.Values {
	a.t.Helper()
	_, values := formOf(a.want(http.StatusOK).page().Find("form.comment-form"))
	return values
}

func TestATradeSecretIsTakenFromEnterprisesAloneAndKeptOnTheForm(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	v := f.visitor()
	a := v.post(f.comments(), f.comments(), url.Values{"points[0].body": {"意见"}, "points[0].secret": {"保密的数字"}, "identity": {"resident"}}).
		want(http.StatusUnprocessableEntity)
	a.holds(".field.invalid:has([name='points[0].secret'])", "只有以企业身份提交")
	if got := a.page().Find("details.secret[open] textarea").Text(); got != "保密的数字" {
		t.Errorf("the field comes back as %q", got)
	}
	v.post(f.comments(), f.comments(), url.Values{"points[0].body": {"意见"}, "points[0].secret": {strings.Repeat("密", consult.MaxSecretRunes+1)}, "identity": {"enterprise"}}).
		want(http.StatusUnprocessableEntity).holds(".error-summary", "不超过 2000 字")
	ok := v.post(f.comments(), f.comments(), url.Values{"points[0].body": {"意见"}, "points[0].secret": {"保密的数字"}, "identity": {"enterprise"}}).
		want(http.StatusCreated)
	if !strings.Contains(ok.text(".receipt"), "回执校验值（文字指纹）不含商业秘密部分") || strings.Contains(ok.body, "保密的数字") {
		t.Errorf("the receipt says %s", ok.text(".receipt"))
	}
}

func TestTheDeskSeesWhatIsSupersededAndAsksForNoAnswer(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	v := f.signedIn(account.Adjudicator)
	waiting := v.get(f.at + "/suggestions").page().Find("#suggestions ~ .items li, .items li.item").Length()
	f.speak(f.zhu, url.Values{"points[0].body": {"将被替代的意见"}}).want(http.StatusCreated)
	f.speak(f.sun, url.Values{"points[0].body": {"现行的意见"}}).want(http.StatusCreated)
	page := v.get(f.at + "/suggestions").want(http.StatusOK)
	if n := page.page().Find(".items li.item").Length(); n != waiting+1 || strings.Contains(page.body, "将被替代的意见") {
		t.Errorf("%d suggestions to answer, before %d", n, waiting)
	}
	item := v.get(f.at + "/comments").page().Find(".item:contains('将被替代的意见')")
	if !strings.Contains(item.Text(), "已被替代") || !strings.Contains(item.Text(), "这一件不用答复") || item.Find("form[action$='/visibility']").Length() == 0 {
		t.Errorf("the comment: %s", item.Text())
	}
	var id int64
	if err := f.env.Repo.DB().Get(&id, `SELECT o.suggestion_id FROM suggestion_points o JOIN points p USING (consultation_id, comment_id, position)
		WHERE p.body = '将被替代的意见'`); err != nil {
		t.Fatal(err)
	}
	at := f.at + "/suggestions/" + itoa(id)
	v.post(f.at+"/suggestions", at, url.Values{"outcome": {"adopted"}, "reason": {"采纳。"}, "override": {stands}}).want(http.StatusConflict).says("#problem", "由提交单位的新意见替代")
}

func TestASupersededCommentIsMarkedWhereThePublicReadsIt(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	f.no = f.firstOpen() // it shows comments while it is open
	f.speak(f.zhu, url.Values{"points[0].body": {"公开后被替代的意见"}}).want(http.StatusCreated)
	con, err := f.env.Repo.ConsultationByNo(t.Context(), f.no)
	if err != nil {
		t.Fatal(err)
	}
	f.publishNewest(con.ID)
	f.speak(f.sun, url.Values{"points[0].body": {"后来的意见"}}).want(http.StatusCreated)
	item := f.visitor().get(f.comments()).page().Find(".comment:contains('公开后被替代的意见')")
	if !strings.Contains(item.Text(), "本条由新意见替代") {
		t.Errorf("the public reads %s", item.Text())
	}
}

func TestAnEnterpriseSeesInItsAccountWhatItIsAskedAndWhatItSaid(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	at := "/account/enterprises/" + itoa(f.firm) + "/consultations"
	row := f.zhu.get(at).want(http.StatusOK).page().Find(".own-rows > li")
	if row.Length() != 1 || !strings.Contains(row.Text(), "未提交") || row.Find(fmt.Sprintf("a[href^='%s?as=%d']", f.comments(), f.firm)).Length() != 1 {
		t.Fatalf("%d rows: %s", row.Length(), row.Text())
	}
	first := f.speak(f.zhu, url.Values{"points[0].body": {"一"}, "name": {"朱国强"}}).receiptNo()
	second := f.speak(f.sun, url.Values{"points[0].body": {"二"}}).receiptNo()
	row = f.zhu.get(at).page().Find(".own-rows > li").First()
	for _, want := range []string{"已提交", first, second, "现行意见", "已由新意见替代", "您，", "同事，"} {
		if !strings.Contains(row.Text(), want) {
			t.Errorf("the row does not say %q: %s", want, row.Text())
		}
	}
	if row.Find("a[href='/account/comments/"+first+"']").Length() != 1 || row.Find("a[href='/account/comments/"+second+"']").Length() != 0 {
		t.Error("receipts of colleagues are links, or one's own is none")
	}
	f.person("stranger@example.org").get(at).want(http.StatusNotFound)
}

// addressed drafts an enterprise consultation and gives its page.
func addressed(s *site, drafter *visitor) string {
	form := newConsultation(s.env.Now())
	form.Set("audience", string(consult.Enterprises))
	at, _, _ := strings.Cut(drafter.post("/desk/consultations/new", "/desk/consultations", form).seeOther(), "?")
	return at
}

func TestADrafterAddressesEnterprisesAndReadsHowManyThatAre(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	v := f.signedIn(account.Drafter)
	at := addressed(f.site, v)
	page := at + "/addressees"
	count := func() string { return v.get(page).want(http.StatusOK).text(".note.blue b") }
	if got := count(); got != "符合条件的已核验企业：2 家" {
		t.Errorf("to begin with: %s", got)
	}
	v.post(page, page, url.Values{"industry": {"F", "H"}, "size": {"micro"}, "township": {"1"}}).leads(page + "?done=addressed")
	if got := count(); got != "符合条件的已核验企业：1 家" {
		t.Errorf("shops of the first township: %s", got)
	}
	for _, want := range []string{"行业：批发和零售业；住宿和餐饮业", "规模：微型企业", "所在地：东溪街道", "符合条件的已核验企业：1 家"} {
		v.get(at).says("#notice ~ dl, .lines", want)
	}
	list := "云溪绿能充电科技有限公司\n没有这家企业\n 91990124ma9907078p \n\n云溪县老街印刷厂"
	a := v.post(page, page, url.Values{"industry": {"C"}, "list": {list}}).want(http.StatusUnprocessableEntity)
	var lines []string
	a.page().Find(".field.invalid .field-error").Each(func(_ int, x *goquery.Selection) { lines = append(lines, x.Text()) })
	if len(lines) != 2 || !strings.Contains(lines[0], "第 2 行") || !strings.Contains(lines[1], "第 5 行") { // not verified
		t.Errorf("lines %q", lines)
	}
	if a.page().Find("#list").Text() != list || a.page().Find("input[name=industry][value=C][checked]").Length() != 1 {
		t.Error("what was typed is lost")
	}
	v.post(page, page, url.Values{"list": {"云溪绿能充电科技有限公司\n91990124MA9907078P"}}).leads(page + "?done=addressed")
	if got := count(); got != "符合条件的已核验企业：1 家" {
		t.Errorf("by the list: %s", got)
	}
}

func TestATownshipThatIsGoneAddressesNobodyElse(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	v := f.signedIn(account.Drafter)
	page := addressed(f.site, v) + "/addressees"
	v.post(page, page, url.Values{"township": {"1"}}).leads(page + "?done=addressed")
	v.post(page, page, url.Values{"township": {"1", "999999"}}).want(http.StatusConflict)
	v.post(page, page, url.Values{"township": {"999999"}}).want(http.StatusConflict)
	if got := v.get(page).page().Find("input[name=township][checked]").Length(); got != 1 {
		t.Errorf("%d townships are addressed, want the one of before", got)
	}
}

func TestOnlyAnEnterpriseConsultationInDraftIsAddressed(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Drafter)
	public, _, _ := strings.Cut(v.post("/desk/consultations/new", "/desk/consultations", newConsultation(s.env.Now())).seeOther(), "?")
	v.get(public + "/addressees").want(http.StatusConflict)
	v.post("/desk/consultations/new", public+"/addressees", url.Values{"industry": {"C"}}).want(http.StatusConflict)
	if n := s.count(`SELECT count(*) FROM consultation_addressees a JOIN consultations c ON c.id = a.consultation_id WHERE c.audience = 'public'`); n != 0 {
		t.Errorf("%d addressees", n)
	}
	s.as(account.EveryUnit, account.Drafter).get("/desk/consultations/5/addressees").want(http.StatusConflict)
}

func TestThePublicPageSaysWhomAConsultationAddresses(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.visitor().get("/consultations/2026-0005").says(".panel .lines", "行业：农、林、牧、渔业；制造业")
	s.visitor().get("/consultations/2026-0004").says(".panel .lines", "社会公众")
}

// ofTheEnterpriseTrack are the forms of clerks, drafters and adjudicators.
func ofTheEnterpriseTrack(s *site) []deed {
	var at string
	const towns = "/desk/townships"
	return []deed{
		{"/desk/consultations/:id/addressees", "consultation.address", account.Drafter, false, false, func(v *visitor) answer {
			at = addressed(s, v) + "/addressees"
			return v.post(at, at, url.Values{"industry": {"C"}, "size": {"micro"}, "township": {"1"}, "list": {"云溪绿能充电科技有限公司"}})
		}},
		{"/desk/consultations/:id/comments/:cid/secrets", "secret.read", account.Adjudicator, true, true, func(v *visitor) answer {
			action, values := formOf(v.get("/desk/consultations/5/comments").page().Find("form[action$='/secrets']"))
			return v.postRaw(action, values)
		}},
		{"/desk/enterprises/:id/traits", "enterprise.correct", account.Clerk, false, false, func(v *visitor) answer {
			return v.post("/desk/enterprises/1", "/desk/enterprises/1/traits", url.Values{"industry": {"F"}, "size": {"medium"}, "township_id": {"2"}})
		}},
		{towns, "township.add", account.Clerk, true, false, func(v *visitor) answer {
			return v.post(towns, towns, url.Values{"township": {"南坪镇"}})
		}},
		{towns + "/:id/delete", "township.remove", account.Clerk, false, true, func(v *visitor) answer {
			action, values := formOf(v.get(towns).page().Find("form[action$='/delete']").Last())
			return v.postRaw(action, values)
		}},
	}
}

func TestTownshipsInUseStay(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Clerk)
	const towns = "/desk/townships"
	v.post(towns, towns, url.Values{"township": {" "}}).want(http.StatusUnprocessableEntity).holds(".field.invalid", "请填写")
	v.post(towns, towns, url.Values{"township": {"东溪街道"}}).want(http.StatusConflict).says("#problem", "已经有这个名称")
	v.post(towns, towns+"/1/delete", url.Values{}).want(http.StatusConflict).says("#problem", "不能移出名单")
	drafter := s.signedIn(account.Drafter)
	page := addressed(s, drafter) + "/addressees"
	drafter.post(page, page, url.Values{"township": {"5"}}).seeOther()
	v.post(towns, towns+"/5/delete", url.Values{}).want(http.StatusConflict)
}

func TestWhatAnEnterpriseIsIsOptionalAndCorrectedByAClerk(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	path := "/account/enterprises/" + itoa(f.firm)
	if got := f.zhu.get(path).text(".facts"); !strings.Contains(got, "批发和零售业") || !strings.Contains(got, "微型企业") || !strings.Contains(got, "东溪街道") {
		t.Errorf("its page says %s", got)
	}
	clerk, desk := f.signedIn(account.Clerk), "/desk/enterprises/"+itoa(f.firm)
	clerk.post(desk, desk+"/traits", url.Values{"industry": {"C"}, "size": {""}, "township_id": {"0"}}).seeOther()
	if got := f.zhu.get(path).text(".facts"); !strings.Contains(got, "制造业") || strings.Count(got, "未填写") != 2 {
		t.Errorf("after the correction: %s", got)
	}
	for _, bad := range []url.Values{{"industry": {"Z"}}, {"size": {"huge"}}, {"township_id": {"999"}}, {"township_id": {"x"}}} {
		clerk.post(desk, desk+"/traits", bad).want(http.StatusUnprocessableEntity)
	}
	f.zhu.post(path+"/edit", path+"/edit", url.Values{"contact_name": {"朱国强"}, "contact_email": {"contact@example.org"}, "size": {"small"}}).seeOther()
	if got := f.zhu.get(path).text(".facts"); !strings.Contains(got, "小型企业") {
		t.Errorf("after its own change: %s", got)
	}
}

func TestAnAuditorReadsThatASecretWasReadAndNotTheSecret(t *testing.T) {
	t.Parallel()
	f := newTrade(t)
	f.speak(f.zhu, url.Values{"points[0].body": {"意见"}, "points[0].secret": {"只给办理人看"}}).want(http.StatusCreated)
	list := f.signedIn(account.Auditor).get(f.at + "/comments")
	if list.page().Find("form[action$='/secrets']").Length() != 0 || !strings.Contains(list.text(".items"), "含商业秘密 1 处") {
		t.Errorf("the auditor sees %s", list.text(".items"))
	}
	v := f.signedIn(account.Adjudicator)
	action, values := formOf(v.get(f.at + "/comments").page().Find(".item:contains('" + tradeName + "') form[action$='/secrets']"))
	began := f.env.Now().Add(-time.Second)
	v.postRaw(action, values).want(http.StatusOK).says(".opinion", "只给办理人看")
	v.postRaw(strings.Replace(action, "/comments/", "/comments/9", 1), values).want(http.StatusNotFound)
	if n := f.count(`SELECT count(*) FROM audit_entries WHERE action = 'secret.read' AND at > $1`, began); n != 1 {
		t.Errorf("%d looks on record", n)
	}
	if got := f.signedIn(account.Auditor).get("/desk/audit?action=secret.read"); !strings.Contains(got.body, "查看商业秘密") || strings.Contains(got.body, "只给办理人看") {
		t.Errorf("the record says %s", got.text("main"))
	}
}
