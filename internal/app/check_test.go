package app_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/survey"
)

// found lists what the checks of a scope found, as in "notice mobile 138****5678".
func found(t testing.TB, a *app.App, id int64, scope consult.Scope) (list []string, ids []int64) {
	t.Helper()
	all, total, err := a.Repo.Findings(t.Context(), id, scope, 100)
	if err != nil || total != len(all) {
		t.Fatal(total, err)
	}
	for _, f := range all {
		words := string(f.Source) + " " + f.Kind
		if f.WaivedAt != nil {
			words += " waived"
		}
		list, ids = append(list, words), append(ids, f.ID)
	}
	return list, ids
}

// in approval, with a personal number and a misspelling in its notice.
func (d *desk) indiscreet(t testing.TB) (id int64) {
	t.Helper()
	f := d.fields()
	f.NoticeMarkdown = "县人民攻府公开征求意见。联系人手机：13800000000，办公电话 0571-00000000。"
	id, err := d.CreateConsultation(t.Context(), d.wang, f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SaveDraft(t.Context(), d.wang, id, "draft.md", parsed(t)); err != nil {
		t.Fatal(err)
	}
	d.lawful(t, id)
	d.step(t, id, d.wang, consult.Submit, "")
	d.step(t, id, d.li, consult.ReviewPass, "")
	return id
}

func TestPersonalDataBlocksTheApprovalUntilItIsWaivedWithAReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.indiscreet(t)
	list, ids := found(t, d.App, id, consult.OfRelease)
	if !slices.Equal(list, []string{"notice mobile", "notice 政府"}) {
		t.Fatalf("found %q: the office's own number, which its contact gives, is none", list)
	}
	err := d.Step(t.Context(), d.zhao, id, consult.Approve, "")
	if f := fault.Of(err); f.Kind != fault.Conflict || f.Key != "check.error.open" || f.Args[0] != 1 {
		t.Fatalf("approved with a number in the notice: %v", err)
	}
	for name, try := range map[string]struct {
		by     app.Actor
		ids    []int64
		reason string
		want   fault.Kind
	}{
		"the author": {d.wang, ids, "公开", fault.Forbidden}, "the reviewer": {d.li, ids, "公开", fault.Forbidden},
		"no reason": {d.zhao, ids, " ", fault.Invalid}, "nothing chosen": {d.zhao, nil, "公开", fault.Invalid},
		"a finding of nowhere": {d.zhao, []int64{1 << 40}, "公开", fault.Conflict},
	} {
		if err := d.WaiveFindings(t.Context(), try.by, id, app.On{Scope: consult.OfRelease}, try.ids, try.reason); !fault.Is(err, try.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.WaiveFindings(t.Context(), d.zhao, id, app.On{Scope: consult.OfRelease}, ids[:1], "联系人同意公开"); err != nil {
		t.Fatal(err)
	}
	d.step(t, id, d.zhao, consult.Approve, "")
	if list, _ := found(t, d.App, id, consult.OfRelease); !slices.Contains(list, "notice mobile waived") {
		t.Errorf("found %q", list)
	}
}

func TestNobodyWaivesBeforeItIsTheApproversTurn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.indiscreet(t)
	_, ids := found(t, d.App, id, consult.OfRelease)
	d.step(t, id, d.zhao, consult.ApproveBack, "请删去手机号")
	waive := func(name string) {
		t.Helper()
		_, ids = found(t, d.App, id, consult.OfRelease)
		if err := d.WaiveFindings(t.Context(), d.chen, id, app.On{Scope: consult.OfRelease}, ids, "公开"); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
		if err := d.WaiveFindings(t.Context(), d.chen, id, app.On{Scope: consult.OfResults}, ids, "公开"); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s, as if in results: %v", name, err)
		}
	}
	waive("while it is drafted")
	d.step(t, id, d.wang, consult.Submit, "")
	waive("by who may still review it")
	d.step(t, id, d.chen, consult.ReviewPass, "")
	if err := d.WaiveFindings(t.Context(), d.zhao, id, app.On{Scope: consult.OfRelease}, ids[:1], "公开"); err != nil {
		t.Fatal(err)
	}
	d.step(t, id, d.zhao, consult.Approve, "")
	waive("once it is approved")
}

func TestShortTextsOfANoticeAreReadToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := d.fields()
	f.ShortReason = "经办人 13800000001 说来得及"
	id, err := d.CreateConsultation(t.Context(), d.wang, f)
	if err != nil {
		t.Fatal(err)
	}
	scale := survey.Question{Kind: survey.Scale, Title: "满意吗", Low: 1, High: 5, LowLabel: "请打 13800000002", HighLabel: "满意"}
	if err := d.SaveSurvey(t.Context(), d.wang, id, survey.Survey{Title: "问卷", OnePer: survey.Device, Questions: []survey.Question{scale}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddAttachment(t.Context(), d.wang, id, "张三13800000003.txt", strings.NewReader("说明")); err != nil {
		t.Fatal(err)
	}
	list, _ := found(t, d.App, id, consult.OfRelease)
	slices.Sort(list)
	if !slices.Equal(list, []string{"attachment mobile", "short_reason mobile", "survey mobile"}) {
		t.Errorf("found %q", list)
	}
}

// An enterprise that spoke again: what it said before is neither shown nor looked
// at, and hides nothing of what it says now.
func TestResultsAreLookedThroughAsTheyWillBeShown(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 1, account.Traits{})
	if _, err := c.speak(t, f, 0, "", consult.Point{Body: "旧意见 13900000001"}, consult.Point{Body: "旧意见二"}); err != nil {
		t.Fatal(err)
	}
	if err := c.Decide(t.Context(), c.actor, c.id, c.suggestions(t)[0], consult.Decision{Outcome: consult.Adopted, Reason: "已致电 13900000002"}); err != nil {
		t.Fatal(err)
	}
	fresh, err := c.speak(t, f, 0, "", consult.Point{Body: "新意见，请打 13900000003"})
	if err != nil {
		t.Fatal(err)
	}
	ids := c.suggestions(t) // the second old one is put to the new one
	c.gather(t, ids[2], ids[1])
	c.moderated(t, c.idOf(t, fresh), consult.Moderation{To: consult.Published})
	if err := c.Decide(t.Context(), c.actor, c.id, ids[2], consult.Decision{Outcome: consult.Adopted, Reason: "采纳。"}); err != nil {
		t.Fatal(err)
	}
	c.checkAll(t)
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); fault.Of(err).Key != "check.error.results" {
		t.Fatalf("released: %v", err)
	}
	if list, _ := found(t, c.App, c.id, consult.OfResults); !slices.Equal(list, []string{"opinion mobile"}) {
		t.Errorf("found %q", list)
	}
}

func TestWhatIsTakenOutIsNoFindingAnyMore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.indiscreet(t)
	d.step(t, id, d.zhao, consult.ApproveBack, "请删去手机号")
	if err := d.UpdateConsultation(t.Context(), d.wang, id, d.fields()); err != nil {
		t.Fatal(err)
	}
	if list, _ := found(t, d.App, id, consult.OfRelease); len(list) != 0 {
		t.Errorf("found %q", list)
	}
}

func TestAttachmentsAreReadLikeTheNotice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	for name, content := range map[string]string{"名单.txt": "张三 11010519491231002X", "扫描.png": onePixel} {
		if _, err := d.AddAttachment(t.Context(), d.wang, id, name, strings.NewReader(content)); err != nil {
			t.Fatal(name, err)
		}
	}
	list, _ := found(t, d.App, id, consult.OfRelease)
	slices.Sort(list)
	if !slices.Equal(list, []string{"attachment no_text", "attachment resident_id"}) {
		t.Errorf("found %q", list)
	}
}

// onePixel is a picture.
var onePixel = string(bytes.Join([][]byte{
	{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13}, []byte("IHDR"),
	{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10}, []byte("IDAT"),
	{0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0}, []byte("IEND"), {0xae, 0x42, 0x60, 0x82},
}, nil))

func TestResultsAreNotReleasedWithPersonalDataInThem(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	told := c.idOf(t, c.send(t, opinion("请打我手机 13900000000")))
	hidden := c.idOf(t, c.send(t, opinion("车牌浙A12345天天占道")))
	for id, to := range map[int64]consult.Moderation{told: {To: consult.Published}, hidden: {To: consult.Hidden, Code: consult.ReasonPersonalData}} {
		if err := c.Moderate(t.Context(), c.actor, c.id, consult.Seen{ID: id}, to); err != nil {
			t.Fatal(err)
		}
	}
	c.now = callCloses.AddDate(0, 0, 1)
	c.decideAll(t, consult.Decision{Outcome: consult.Adopted, Reason: "已致电 0571-87654321 说明，予以采纳。"})
	c.checkAll(t)
	err := c.ReleaseResults(t.Context(), c.actor, c.id)
	if f := fault.Of(err); f.Kind != fault.Conflict || f.Key != "check.error.results" {
		t.Fatalf("released: %v", err)
	}
	list, ids := found(t, c.App, c.id, consult.OfResults)
	slices.Sort(list)
	if !slices.Equal(list, []string{"opinion mobile", "reason landline", "reason landline"}) {
		t.Fatalf("found %q", list)
	}
	if err := c.WaiveFindings(t.Context(), c.actor, c.id, app.On{Scope: consult.OfResults}, ids, "本人同意公开；电话为单位电话"); err != nil {
		t.Fatal(err)
	}
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
}

func TestTheRecordOfALegalityReviewIsComplete(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	good := consult.Legality{Office: "云溪县司法局", OpinionNo: "云司审〔2026〕12号", ReviewedOn: d.morning.AddDate(0, 0, -3), Opinion: "未发现与上位法抵触。"}
	for name, change := range map[string]func(*consult.Legality){
		"office": func(l *consult.Legality) { l.Office = " " }, "opinion_no": func(l *consult.Legality) { l.OpinionNo = "" },
		"opinion": func(l *consult.Legality) { l.Opinion = "" }, "reviewed_on": func(l *consult.Legality) { l.ReviewedOn = d.morning.AddDate(0, 0, 1) },
	} {
		l := good
		change(&l)
		f := fault.Of(d.RecordLegality(t.Context(), d.wang, id, l))
		if len(f.Fields) != 1 || f.Fields[0].Name != name {
			t.Errorf("%s: %v", name, f)
		}
	}
	if err := d.RecordLegality(t.Context(), d.li, id, good); !fault.Is(err, fault.Forbidden) {
		t.Errorf("recorded by somebody else: %v", err)
	}
	if err := d.RecordLegality(t.Context(), d.wang, id, good); err != nil {
		t.Fatal(err)
	}
	kept, err := d.Repo.Legality(t.Context(), id)
	if err != nil || kept == nil || kept.OpinionNo != good.OpinionNo || !kept.ReviewedOn.Equal(good.ReviewedOn.Truncate(24*3600e9)) && kept.ReviewedOn.Day() != good.ReviewedOn.Day() {
		t.Errorf("%+v %v", kept, err)
	}
}

func TestACountysOwnWordingComesBeforeTheOneThatTheProgramBrings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := "wrong,right,where_observed\n攻府,县政府,本县公告\n"
	if _, err := d.ImportWordings(t.Context(), d.zhao, strings.NewReader(list)); err != nil {
		t.Fatal(err)
	}
	if found, _ := found(t, d.App, d.indiscreet(t), consult.OfRelease); !slices.Contains(found, "notice 县政府") {
		t.Errorf("found %q", found)
	}
}
