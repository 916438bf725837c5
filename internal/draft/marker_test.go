package draft

import "testing"

func TestTheBeginningOfALineAnnouncesAClause(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text   string
		family family
		number string
		ord    int
		rest   string
	}{
		{"第一条　为了规范", famArticle, "第一条", 1, "为了规范"},
		{"第 一 条 为了", famArticle, "第一条", 1, "为了"},
		{"第\u200b十\u00a0二条\u00a0内容", famArticle, "第十二条", 12, "内容"},
		{"第1条 内容", famArticle, "第1条", 1, "内容"},
		{"第１２条　内容", famArticle, "第１２条", 12, "内容"},
		{"第十七条之一　内容", famArticle, "第十七条之一", 17, "内容"},
		{"第五条至第八条　（删去）", famArticle, "第五条至第八条", 5, "（删去）"},
		{"第三条【适用范围】本办法", famArticle, "第三条", 3, "【适用范围】本办法"},
		{"第三条：内容", famArticle, "第三条：", 3, "内容"},
		{"第三章、总则", famChapter, "第三章、", 3, "总则"},
		{"第二十二条第一款：内容", famArticle, "第二十二条第一款：", 22, "内容"},
		{"第一千二百六十条　内容", famArticle, "第一千二百六十条", 1260, "内容"},
		{"第一编　总　则", famPart, "第一编", 1, "总　则"},
		{"第二分编 所有权", famSubpart, "第二分编", 2, "所有权"},
		{"第一部分 总体要求", famPart, "第一部分", 1, "总体要求"},
		{"第三章总则", famChapter, "第三章", 3, "总则"},
		{"第 四 节　监督", famSection, "第四节", 4, "监督"},
		{"一、总体要求", famDun, "一、", 1, "总体要求"},
		{"十二、附则", famDun, "十二、", 12, "附则"},
		{"（一）甲", famParenCn, "（一）", 1, "甲"},
		{"(十)乙", famParenCn, "(十)", 10, "乙"},
		{"（ 三 )丙", famParenCn, "（三)", 3, "丙"},
		{"㈡丁", famParenCn, "㈡", 2, "丁"},
		{"1.甲", famDigit, "1.", 1, "甲"},
		{"2．乙", famDigit, "2．", 2, "乙"},
		{"３、丙", famDigit, "３、", 3, "丙"},
		{"⒋丁", famDigit, "⒋", 4, "丁"},
		{"1.2 范围", famMulti, "1.2", 2, "范围"},
		{"（1）甲", famParen, "（1）", 1, "甲"},
		{"2)乙", famParen, "2)", 2, "乙"},
		{"⑶丙", famParen, "⑶", 3, "丙"},
		{"①甲", famCircled, "①", 1, "甲"},
		{"a.甲", famLetter, "a.", 0, "甲"},
		{"（b）乙", famLetter, "（b）", 0, "乙"},
		{"• 甲", famBullet, "•", 0, "甲"},
		{"附件", famAppendix, "附件", 0, ""},
		{"附　件　1", famAppendix, "附件1", 1, ""},
		{"附件二：名录", famAppendix, "附件二：", 2, "名录"},
		{"附录 2 术语", famAppendix, "附录2", 2, "术语"},
		{"附：样式", famAppendix, "附：", 0, "样式"},
	} {
		m := classify(tc.text)
		if m.family != tc.family || m.number != tc.number || m.ord != tc.ord || m.rest != tc.rest || m.weak {
			t.Errorf("%q: got %+v", tc.text, m)
		}
	}
}

func TestSentencesAnnounceNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"第三条规定的情形，由县人民政府处理。", "第三条、第四条的规定", "第二章、第三章的规定", "第三条第一款规定的期限", "第三条 第一款规定的期限",
		"第二章的规定适用于下列情形。", "第一，加强领导；", "第一款第二至五项", "第三方机构应当",
		"附则", "附　则", "附加条件", "附近居民", "附件三所列全国性法律的决定", "附表所列产品由县主管部门公布。",
		"（一）至（三）项规定", "（二）项所列情形", "（2019）云01号", "2026年1月5日", "1.5倍罚款", "1.2.3", "100万元",
		"一般规定", "一九八四年", "三方协议", "A级旅游景区", "e.g. words", "", "　",
	} {
		if m := classify(trimSpace(text)); m.family != none {
			t.Errorf("%q is taken for %+v", text, m)
		}
	}
}

func TestNumbersThatMayBeginASentenceAreWeak(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"第三条本办法适用于", "第三条、本办法适用于", "一、二级医院应当", "2．5万元"} {
		if m := classify(text); !m.weak {
			t.Errorf("%q: got %+v", text, m)
		}
	}
}
