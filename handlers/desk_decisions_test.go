package handlers_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/sheet"
)

// firstDecision gives the form of the first suggestion of a list, filled in.
func (v *visitor) firstDecision(list string, outcome consult.Outcome, reason string) (action string, values url.Values) {
	v.t.Helper()
	action, values = formOf(v.get(list).page().Find(".item form[data-deciding]").First())
	values.Set("outcome", string(outcome))
	values.Set("reason", reason)
	return action, values
}

func TestAWeakReasonComesBackWithEveryWarningAndAFieldForTheNote(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	v.get(at+"/suggestions").holds("#reason-templates", "根据《【法规名称】》第【】条规定")
	if n := v.get(at + "/suggestions").page().Find("[name=override]").Length(); n != 0 {
		t.Errorf("the note is asked for %d times before anything is weak", n)
	}
	action, values := v.firstDecision(at+"/suggestions", consult.NotAdopted, "根据【】，不采纳。")
	page := v.postRaw(action, values).want(http.StatusUnprocessableEntity).
		holds(".item .field-error", "至少写 20 字").holds(".item .field-error", "“【】”还没有填写").holds(".item .field-error", "请写明依据").
		holds(".error-summary", "至少写 20 字").page()
	if got := page.Find(".item textarea[name=reason]").First().Text(); got != "根据【】，不采纳。" {
		t.Errorf("the reason came back as %q", got)
	}
	if _, checked := page.Find(".item input[value=not_adopted]").First().Attr("checked"); !checked {
		t.Error("the outcome is lost")
	}
	values.Set("override", "短")
	v.postRaw(action, values).want(http.StatusUnprocessableEntity).holds(".item .field-error", "至少写 5 个字")
	values.Set("override", "本人来电撤回了意见")
	v.postRaw(action, values).seeOther()
	second := s.signedIn(account.Reviewer)
	second.get(at+"/suggestions?state=unchecked").holds(".item .note", "字数过少、模板没有填完、没有写明依据").holds(".item .note", "本人来电撤回了意见")
}

func TestASecondPersonChecksOneOrSendsItBack(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, second, at := s.signedIn(account.Adjudicator), s.signedIn(account.Reviewer), s.closedCall(true)
	action, values := v.firstDecision(at+"/suggestions", consult.Adopted, "已写入修改稿第三条第二款。")
	v.postRaw(action, values).seeOther()
	list := at + "/suggestions?state=unchecked"
	item := "#suggestion-" + action[strings.LastIndex(action, "/")+1:]
	if n := v.get(list).page().Find(item + " .check-panel").Length(); n != 0 {
		t.Error("who decided is offered to check it")
	}
	second.get("/desk").holds(".work", "请复核答复")
	back, sent := formOf(second.get(list).page().Find(item + " form[action$='/back']"))
	second.postRaw(back, sent).want(http.StatusUnprocessableEntity).holds(item+" .field-error", "请写明要修改什么")
	sent.Set("back", "第二款没有这样的规定，请核对")
	second.get(second.postRaw(back, sent).seeOther()).holds("[role=status]", "已退回")
	second.postRaw(back, sent).want(http.StatusConflict)
	v.get(at+"/suggestions?state=sent_back").holds(item+" .note", "第二款没有这样的规定").holds(item+" .tag", "退回修改")
	values.Set("reason", "已写入修改稿第三条第一款。")
	v.postRaw(action, values).seeOther()
	check, stale := formOf(second.get(list).page().Find(item + " form[action$='/check']"))
	v.postRaw(check, stale).want(http.StatusForbidden) // another session's token
	own := url.Values{"_csrf": values["_csrf"], "filter": {"state=unchecked"}, "ids": stale["ids"]}
	v.postRaw(check, own).want(http.StatusConflict).holds("#problem", "不能由您复核")
	values.Set("reason", "已写入修改稿第四条第一款。")
	v.postRaw(action, values).seeOther()
	second.postRaw(check, stale).want(http.StatusConflict).holds("#problem", "刚刚改过")
	check, fresh := formOf(second.get(list).page().Find(item + " form[action$='/check']"))
	second.get(second.postRaw(check, fresh).seeOther()).holds("[role=status]", "已复核")
}

func TestNothingPickedIsNotEverything(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	second, at := s.signedIn(account.Reviewer), s.closedCall(true)
	second.post(at+"/suggestions?state=all", at+"/suggestions/check", url.Values{"filter": {"state=all"}}).want(http.StatusConflict).holds("#problem", "没有等您复核的意见")
	v := s.signedIn(account.Adjudicator)
	v.post(at+"/suggestions", at+"/suggestions/decide", url.Values{"filter": {"state=all"}}).want(http.StatusOK).holds(".empty", "没有可以答复的意见")
}

func TestManyAreAnsweredAfterALookAndByTheFiguresThatWereSeen(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	link, _ := v.get(at + "/suggestions").page().Find(".decide-tools a").First().Attr("href")
	action, values := formOf(v.get(link).want(http.StatusOK).page().Find("form[data-deciding]"))
	v.postRaw(action, values).want(http.StatusUnprocessableEntity).holds(".field-error", "请选择采纳情况")
	values.Set("outcome", string(consult.Explained))
	values.Set("reason", "修改稿第四条对此已经作出规定，按照规定办理即可。")
	v.postRaw(action, values).want(http.StatusUnprocessableEntity).holds(".field-error", "条内容不同的意见")
	values.Set("override", "同一处条款的说明")
	look := v.postRaw(action, values).want(http.StatusOK).holds(".confirm .lead", "将答复").holds(".confirm .answer", "修改稿第四条").holds(".confirm .note", "同一处条款的说明")
	action, confirm := formOf(look.page().Find(".confirm form"))
	confirm.Set("step", "save")
	seen := confirm.Get("seen_open")
	confirm.Set("seen_open", "999")
	v.postRaw(action, confirm).want(http.StatusConflict).holds("#problem", "什么都没有保存")
	confirm.Set("seen_open", seen)
	v.get(v.postRaw(action, confirm).seeOther()).holds("[role=status]", "批量答复").holds(".empty", "每一条都答复了")
}

// decisionTable is the table of the export.
var decisionTable = sheet.Book{Sheet: "意见答复", Columns: []sheet.Column{{Key: "no", Title: "编号"}, {Key: "clauses", Title: "条款"}, {Key: "body", Title: "意见内容"},
	{Key: "comments", Title: "件数"}, {Key: "persons", Title: "人数"}, {Key: "enterprises", Title: "企业数"}, {Key: "outcome", Title: "采纳情况"},
	{Key: "reason", Title: "理由"}, {Key: "override", Title: "保留说明"}, {Key: "revision", Title: "版本"}}}

// answeredTable exports a list and gives it back with what fill makes of each row.
func (v *visitor) answeredTable(at string, fill func(i int, cells map[string]string)) []byte {
	v.t.Helper()
	export := v.get(at + "/suggestions.xlsx").want(http.StatusOK)
	table, err := decisionTable.Read([]byte(export.body), consult.MaxDecisionRows)
	if err != nil || len(table.Problems) > 0 || len(table.Ignored) > 0 {
		v.t.Fatal(err, table.Problems, table.Ignored)
	}
	var out bytes.Buffer
	i := 0
	err = decisionTable.WriteRows(&out, func() (row []string, err error) {
		if i == len(table.Rows) {
			return nil, nil
		}
		cells := table.Rows[i].Cells
		fill(i, cells)
		i++
		for _, c := range decisionTable.Columns {
			row = append(row, cells[c.Key])
		}
		return row, nil
	})
	if err != nil {
		v.t.Fatal(err)
	}
	return out.Bytes()
}

func TestSuggestionsAreAnsweredByTheTable(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	path := at + "/suggestions/import"
	bad := v.answeredTable(at, func(i int, cells map[string]string) {
		if cells["no"] == "" || cells["body"] == "" || cells["revision"] != "0" || cells["comments"] == "0" {
			t.Errorf("the export holds %v", cells)
		}
		if i == 0 {
			cells["outcome"], cells["reason"] = "未采纳", "=不采纳"
		}
	})
	v.upload(path, path, "答复.xlsx", bad).want(http.StatusUnprocessableEntity).holds("table", "H2").holds("table", "请写明依据").holds("table", "至少写 20 字")
	wrong := v.answeredTable(at, func(i int, cells map[string]string) { cells["outcome"] = "同意" })
	v.upload(path, path, "答复.xlsx", wrong).want(http.StatusUnprocessableEntity).holds("table", "G2")
	v.upload(path, path, "答复.xlsx", []byte("编号,理由")).want(http.StatusUnprocessableEntity).holds(".error-summary", "")
	empty := v.answeredTable(at, func(int, map[string]string) {})
	v.upload(path, path, "答复.xlsx", empty).want(http.StatusConflict).holds("#problem", "没有新的答复")
	good := v.answeredTable(at, func(i int, cells map[string]string) {
		if i == 0 {
			cells["outcome"], cells["reason"] = "采纳", "=已写入修改稿第三条第二款。"
		}
	})
	batch := v.upload(path, path, "答复.xlsx", good).seeOther()
	v.get(batch).want(http.StatusOK).holds("dl", "新答复").holds("table", "=已写入修改稿第三条第二款。").holds("button", "确认保存 1 条")
	v.get(v.post(batch, batch, url.Values{}).seeOther()).holds("[role=status]", "已保存").holds("h2", "保存")
	v.get(at+"/suggestions?state=unchecked").holds(".items", "=已写入修改稿第三条第二款。")
}

func TestATableThatOthersOvertookIsNotSaved(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.signedIn(account.Adjudicator), s.closedCall(true)
	path := at + "/suggestions/import"
	batch := v.upload(path, path, "答复.xlsx", v.answeredTable(at, func(i int, cells map[string]string) {
		if i == 0 {
			cells["outcome"], cells["reason"] = "采纳", "已写入修改稿第三条第二款。"
		}
	})).seeOther()
	form := url.Values{"_csrf": {v.get(batch).page().Find("input[name=_csrf]").First().AttrOr("value", "")}}
	action, values := v.firstDecision(at+"/suggestions", consult.Adopted, "已写入修改稿第九条第一款。")
	v.postRaw(action, values).seeOther()
	v.postRaw(batch, form).want(http.StatusConflict).holds("#problem", "什么都没有保存")
	v.get(batch).want(http.StatusOK).holds("h2", "不能保存")
}

func TestAnAdministratorOfTheCountyWritesTheTemplates(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, path := s.as(account.EveryUnit, account.Administrator), "/desk/settings/reasons"
	form := url.Values{"outcome": {"adopted"}, "text": {"予以采纳，已写入第【】条。", "", strings.Repeat("长", consult.MaxTemplateRunes+1)}}
	v.post(path, path, form).want(http.StatusUnprocessableEntity).holds("#adopted-text-2-error", "不能超过 500 个字")
	form["text"] = []string{"予以采纳，已写入第【】条。"}
	v.get(v.post(path, path, form).seeOther()).holds("[role=status]", "已保存")
	s.signedIn(account.Adjudicator).get(s.closedCall(true)+"/suggestions").holds("[data-outcome=adopted]", "予以采纳，已写入第【】条。")
	s.as(1, account.Administrator).post("/desk/me", path, form).want(http.StatusForbidden)
}

// ofDecisions are the answers to many, by filter and by table, and what a second
// person does with one.
func ofDecisions(s *site) []deed {
	at := s.closedCall(true)
	decide := at + "/suggestions/decide"
	var batch string
	return []deed{
		{"/desk/consultations/:id/suggestions/:sid/back", "suggestion.back", account.Reviewer, true, false, func(v *visitor) answer {
			adjudicator := s.signedIn(account.Adjudicator)
			adjudicator.postRaw(adjudicator.firstDecision(at+"/suggestions", consult.Adopted, "已写入修改稿第八条第二款。")).seeOther()
			action, values := formOf(v.get(at + "/suggestions?state=unchecked").page().Find("form[action$='/back']").First())
			values.Set("back", "请核对条款的编号")
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/suggestions/import", "suggestion.upload", account.Adjudicator, true, false, func(v *visitor) answer {
			got := v.upload(at+"/suggestions/import", at+"/suggestions/import", "答复.xlsx", v.answeredTable(at, func(i int, cells map[string]string) {
				if i == 0 {
					cells["outcome"], cells["reason"] = "采纳", "已写入修改稿第三条第二款。"
				}
			}))
			batch = got.seeOther()
			return got
		}},
		{"/desk/consultations/:id/suggestions/import/:bid", "suggestion.import", account.Adjudicator, true, false, func(v *visitor) answer {
			return v.post(batch, batch, url.Values{})
		}},
		{"/desk/consultations/:id/suggestions/decide", "suggestion.decide_many", account.Adjudicator, true, false, func(v *visitor) answer {
			form := url.Values{"filter": {"state=undecided"}, "all": {"1"}, "outcome": {"explained"}, "reason": {"修改稿第四条对此已经作出规定，按照规定办理。"}, "override": {stands}}
			form.Set("step", "look")
			_, confirm := formOf(v.post(at+"/suggestions", decide, form).page().Find(".confirm form"))
			confirm.Set("step", "save")
			return v.postRaw(decide, confirm)
		}},
		{"/desk/settings/reasons", "reason_template.update", account.Administrator, false, false, func(v *visitor) answer {
			return v.post("/desk/settings/reasons", "/desk/settings/reasons", url.Values{"outcome": {"adopted"}, "text": {"已写入第【】条。"}})
		}},
	}
}
