package similar_test

import (
	"testing"

	"nayan/internal/similar"
)

func TestSmoke(t *testing.T) {
	x := similar.NewIndex()
	for i, s := range []string{"建议把公交末班车延长到二十二点，方便下晚班的人。", "建議把公交末班車延長到二十二點,方便下晚班的人", "建议把公交末班车延长到二十二点半，方便下晚班的人。谢谢！",
		"建议把公交末班车缩短到二十二点，方便下晚班的人。", "我同意这个方案", "我不同意这个方案", "。。。", "！"} {
		t.Log(i, x.Add(int64(i), similar.NewSketch(s)))
	}
}
