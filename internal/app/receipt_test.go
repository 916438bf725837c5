package app_test

import (
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func TestAWrongSecretIsTheSameAsAnUnknownNumber(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	mine, other := c.send(t, opinion("意见")), c.send(t, opinion("另一条意见"))
	_, unknown := c.Receipt(t.Context(), "ZZZZZ-ZZZZZ", mine.Secret)
	if !fault.Is(unknown, fault.NotFound) || fault.Of(unknown).Key != "receipt.error.not_found" {
		t.Fatalf("unknown number: %v", unknown)
	}
	for name, typed := range map[string][2]string{
		"another's secret":   {mine.No, other.Secret},
		"an empty secret":    {mine.No, ""},
		"a cut secret":       {mine.No, mine.Secret[:14]},
		"a malformed number": {"'; --", mine.Secret},
		"an empty number":    {"", mine.Secret},
		"nothing":            {"", ""},
	} {
		if _, err := c.Receipt(t.Context(), typed[0], typed[1]); err == nil || err.Error() != unknown.Error() {
			t.Errorf("%s: %v, want %v", name, err, unknown)
		}
	}
}

func TestAReceiptIsFoundHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	receipt := c.send(t, opinion("意见", c.clauses[0]))
	plain := strings.NewReplacer("-", "")
	for _, typed := range [][2]string{
		{receipt.No, receipt.Secret},
		{strings.ToLower(plain.Replace(receipt.No)), strings.ToLower(plain.Replace(receipt.Secret))},
		{"　" + strings.ReplaceAll(receipt.No, "-", " ") + " ", strings.NewReplacer("0", "O", "1", "l").Replace(receipt.Secret)},
	} {
		status, err := c.Receipt(t.Context(), typed[0], typed[1])
		if err != nil || status.ReceiptNo != receipt.No || status.TextHash != receipt.TextHash {
			t.Errorf("%q: %+v, %v", typed, status, err)
		}
	}
}

func TestAReceiptShowsDecisionsOnlyOnceTheyAreReleased(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	receipt := c.send(t, consult.Submission{Points: []consult.Point{{Body: "一", ClauseIDs: c.clauses[1:3]}, {Body: "二"}}})
	c.decideAll(t, consult.Decision{Outcome: consult.PartlyAdopted, Reason: "已写入第三条。"})
	status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if status.State != consult.Received || len(status.Points) != 2 || len(status.Points[0].Decisions)+len(status.Points[1].Decisions) != 0 {
		t.Errorf("before the release: %+v", status)
	}
	if status.ConsultationNo != c.no || status.Visibility != consult.Pending || status.UnitName == "" ||
		strings.Join(status.Points[0].ClauseLabels, "") != "第二条第三条" || !status.ReceivedAt.Equal(c.now) {
		t.Errorf("status %+v", status)
	}
	c.checkAll(t)
	c.now = callCloses
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	status, err = c.Receipt(t.Context(), receipt.No, receipt.Secret)
	if err != nil || status.State != consult.Decided {
		t.Fatalf("after the release: %+v, %v", status, err)
	}
	for _, p := range status.Points {
		if len(p.Decisions) != 1 || p.Decisions[0] != (consult.Decision{Outcome: consult.PartlyAdopted, Reason: "已写入第三条。"}) {
			t.Errorf("point %q: %+v", p.Body, p.Decisions)
		}
	}
}

func TestTheSenderOfAHiddenCommentReadsWhy(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	receipt := c.send(t, opinion("意见"))
	c.moderated(t, c.idOf(t, receipt), consult.Moderation{To: consult.Hidden, Code: consult.ReasonPersonalData, Reason: "含有他人的电话号码"})
	status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret)
	if err != nil || status.Visibility != consult.Hidden || status.HiddenCode != consult.ReasonPersonalData || status.HiddenReason != "含有他人的电话号码" || status.Points[0].Body != "意见" {
		t.Errorf("%+v, %v", status, err)
	}
}
