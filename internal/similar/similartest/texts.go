// Package similartest makes opinions for measuring how alike texts are found:
// as many as are asked for, the same ones for the same seed.
package similartest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Kind says where a text came from.
type Kind string

// The kinds that a corpus is mixed of.
const (
	Own    Kind = "own"    // written alone
	Copy   Kind = "copy"   // of an earlier text, punctuation and width aside
	Edited Kind = "edited" // an earlier text with a few changes
)

// Text is one opinion. Of is the number of the text it was made from, its own for Own.
type Text struct {
	Text string
	Kind Kind
	Of   int
}

// Corpus makes n opinions of about 60 characters: of ten, seven are people's own, one
// is a copy and two are edited. Half of the copies and edits are of one in fifty
// texts: campaigns.
func Corpus(n int, seed uint64) []Text {
	r := rand.New(rand.NewPCG(seed, 23))
	list := make([]Text, 0, n)
	for i := range n {
		switch draw := r.IntN(10); {
		case i == 0 || draw < 7:
			list = append(list, Text{Opinion(r), Own, i})
		case draw < 8:
			of := original(r, list)
			list = append(list, Text{Respell(r, list[of].Text), Copy, of})
		default:
			of := original(r, list)
			list = append(list, Text{Edit(r, list[of].Text), Edited, of})
		}
	}
	return list
}

// original chooses a text of somebody's own to be copied or edited.
func original(r *rand.Rand, list []Text) int {
	i := r.IntN(len(list))
	if r.IntN(2) == 0 {
		i -= i % 50
	}
	return list[i].Of
}

// Opinion writes one text.
func Opinion(r *rand.Rand) string {
	place, thing := pick(r, places), pick(r, things)
	parts := []string{
		fmt.Sprintf("%s%s%s", place, thing, pick(r, faults)),
		fmt.Sprintf("建议%s", pick(r, wishes)),
		fmt.Sprintf("%s，%s", pick(r, speakers), pick(r, openers)),
		fmt.Sprintf("这样可以%s", pick(r, reasons)),
		fmt.Sprintf("%s也是%s，差了%d个", pick(r, places), pick(r, faults), r.IntN(90)+2),
		fmt.Sprintf("%s的%s", pick(r, places), pick(r, things)) + pick(r, []string{"做得就不错", "也要一并考虑", "可以作参考", "去年改过一次"}),
	}
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	var b strings.Builder
	for i, p := range parts {
		if i > 2 && r.IntN(2) == 0 {
			continue
		}
		b.WriteString(p + pick(r, []string{"，", "。", "；"}))
	}
	return strings.TrimRight(b.String(), "，；。") + "。"
}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }
