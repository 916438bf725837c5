package draft

import "testing"

func parseText(t *testing.T, text string) Tree {
	t.Helper()
	return mustParse(t, "a.txt", []byte(text))
}

func TestChaptersArticlesParagraphsItemsAndSubitems(t *testing.T) {
	t.Parallel()
	wantSketch(t, parseText(t, `云溪县养犬管理办法
（2026年1月5日县人民政府第1次常务会议通过）
第一章　总　则
第一节
目的
第一条　为了规范养犬行为，制定本办法。
第二条（适用范围）　本县行政区域内的养犬行为，适用本办法。
有下列情形之一的，不适用本办法：
（一）军用犬：
1.巡逻犬；
①幼犬；
（二）警用犬。
前款所称军用犬，由有关机关认定。
第二章　附　则
第三条
本办法自2026年3月1日起施行。
云溪县人民政府
2026年1月6日`), `
		preamble|||（2026年1月5日县人民政府第1次常务会议通过）
		chapter|第一章|总　则|
		 section|第一节|目的|
		  article|第一条||为了规范养犬行为，制定本办法。
		  article|第二条|（适用范围）|本县行政区域内的养犬行为，适用本办法。
		   paragraph|||有下列情形之一的，不适用本办法：
		    item|（一）||军用犬：
		     subitem|1.||巡逻犬；
		      subitem|①||幼犬；
		    item|（二）||警用犬。
		   paragraph|||前款所称军用犬，由有关机关认定。
		chapter|第二章|附　则|
		 article|第三条||本办法自2026年3月1日起施行。
		paragraph|||云溪县人民政府
		paragraph|||2026年1月6日`)
}

func TestTextsWithoutArticlesUseTheirOwnNumbers(t *testing.T) {
	t.Parallel()
	tree := parseText(t, `关于加强校园周边管理的意见
各乡镇人民政府：
现提出以下意见。
一、总体要求
坚持预防为主。
二、主要任务
（一）加强巡查。
1．每日两次。
（二）加强宣传。
三、附则
本意见自公布之日起施行。`)
	wantSketch(t, tree, `
		preamble|||各乡镇人民政府：
		 paragraph|||现提出以下意见。
		article|一、|总体要求|坚持预防为主。
		article|二、|主要任务|
		 item|（一）||加强巡查。
		  subitem|1．||每日两次。
		 item|（二）||加强宣传。
		article|三、|附则|本意见自公布之日起施行。`)
	if tree.Title != "关于加强校园周边管理的意见" {
		t.Errorf("title %q", tree.Title)
	}
}

func TestHeadingsInChineseNumbersStandAboveArticles(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"above 条":              "一、程序规定\n第一条　甲。\n二、附则\n第二条　乙。",
		"above running digits": "一、程序规定\n1．甲。\n2．乙。\n二、附则\n3．丙。",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parseText(t, "试行规定\n"+text)
			if tree.Clauses[0].Kind != Chapter || tree.Clauses[1].Kind != Chapter || tree.Clauses[1].Children[0].Kind != Article {
				t.Errorf("got\n%s", sketch(tree))
			}
		})
	}
}

func TestAReferenceAtTheStartOfALineIsNoArticle(t *testing.T) {
	t.Parallel()
	wantSketch(t, parseText(t, "规定\n第一条　甲。\n第三条规定的情形除外。\n第二条乙方应当到场。\n第九条乙方可以缺席。"), `
		article|第一条||甲。
		 paragraph|||第三条规定的情形除外。
		article|第二条||乙方应当到场。
		 paragraph|||第九条乙方可以缺席。`)
}

func TestACommaBehindTheNumberBelongsToIt(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条、甲。\n第二条、乙。")
	wantSketch(t, tree, `
		article|第一条、||甲。
		article|第二条、||乙。`)
	for n := range tree.Walk() {
		if n.Label != "第一条" {
			t.Errorf("label %s", n.Label)
		}
		break
	}
}

func TestGluedArticlesAreCutAndReported(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第五条　依照第七条 的规定办理。第六条　乙。 第七条 丙，见第八条 。\n第八条　丁。第九条规定除外。")
	wantSketch(t, tree, `
		article|第五条||依照第七条 的规定办理。
		article|第六条||乙。
		article|第七条||丙，见第八条 。
		article|第八条||丁。第九条规定除外。`)
	wantWarning(t, tree, "第六条", "写在同一段")
	wantWarning(t, tree, "第五条", "从“第五条”开始")
}

func TestAppendicesHoldWhatFollowsThem(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条　甲。\n附件1\n收费标准\n一、居民\n二、企业\n附件2：流程\n第一条　申请。")
	wantSketch(t, tree, `
		article|第一条||甲。
		appendix|附件1|收费标准|
		 article|一、||居民
		 article|二、||企业
		appendix|附件2：|流程|
		 article|第一条||申请。`)
	if len(tree.Warnings) != 0 {
		t.Errorf("got %+v", tree.Warnings)
	}
}

func TestDeletedAndInsertedArticlesKeepTheirNumbers(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条　甲。\n第二条（删去）\n第三条至第五条　（删去）\n第六条　乙。\n第六条之一　丙。\n第六条之二　丁。\n第七条　戊。")
	wantSketch(t, tree, `
		article|第一条||甲。
		article|第二条||（删去）
		article|第三条至第五条||（删去）
		article|第六条||乙。
		article|第六条之一||丙。
		article|第六条之二||丁。
		article|第七条||戊。`)
	if len(tree.Warnings) != 0 {
		t.Errorf("got %+v", tree.Warnings)
	}
}

func TestTextInsideAListStaysWithItsEntry(t *testing.T) {
	t.Parallel()
	wantSketch(t, parseText(t, "规定\n第一条　提交：\n（一）申请书。\n书写有困难的，可以口头申请。\n（二）副本。\n对符合条件的，应当受理。"), `
		article|第一条||提交：
		 item|（一）||申请书。
		  paragraph|||书写有困难的，可以口头申请。
		 item|（二）||副本。
		 paragraph|||对符合条件的，应当受理。`)
}

func TestATextWithoutNumbersIsTakenByParagraphs(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "关于某问题的批复\n〔2026〕3号\n县教育局：\n你局请示收悉。\n同意你局意见。\n云溪县人民政府\n2026年1月6日")
	wantSketch(t, tree, `
		preamble|||〔2026〕3号
		 paragraph|||县教育局：
		paragraph|||你局请示收悉。
		paragraph|||同意你局意见。
		paragraph|||云溪县人民政府
		paragraph|||2026年1月6日`)
	wantWarning(t, tree, "全文", "自然段")
}

func TestUnnumberedHeadingsAreChaptersAndSections(t *testing.T) {
	t.Parallel()
	wantSketch(t, mustParse(t, "a.md", []byte("# 规划\n\n## 序言\n\n很久以前。\n\n## 目标\n\n### 近期\n\n修路。\n\n## 三\n\n种树。")), `
		preamble||序言|很久以前。
		chapter||目标|
		 section||近期|
		  paragraph|||修路。
		  article|三||种树。`)
}

func TestWeakNumbersCountWhereTheyAreExpected(t *testing.T) {
	t.Parallel()
	wantSketch(t, parseText(t, "规定\n一、甲。\n二、两类口岸的划分。\n三、四级医院除外。\n八、九级伤残另算。"), `
		article|一、||甲。
		article|二、||两类口岸的划分。
		article|三、||四级医院除外。
		 paragraph|||八、九级伤残另算。`)
}

func TestTheStageOfADraftBelongsToItsTitle(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a.txt": "云溪县养犬管理办法\n（征求意见稿）\n第一条　甲。",
		"a.md":  "# 云溪县养犬管理办法\n\n（征求意见稿）\n\n第一条　甲。",
	} {
		if got := mustParse(t, name, []byte(text)).Title; got != "云溪县养犬管理办法（征求意见稿）" {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestAnAnnexByItselfIsTheDraft(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"a.txt":  []byte("附件1\n云溪县养犬管理办法\n（征求意见稿）\n第一条　甲。"),
		"a.docx": docxOf(t, p("", "附件1")+p("", "")+p(`<w:jc w:val="center"/>`, "云溪县养犬管理办法")+p(`<w:jc w:val="center"/>`, "（征求意见稿）")+p("", "第一条　甲。")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := mustParse(t, name, data)
			if tree.Title != "云溪县养犬管理办法（征求意见稿）" {
				t.Errorf("title %q", tree.Title)
			}
			wantSketch(t, tree, `
				preamble|||附件1
				 paragraph|||云溪县养犬管理办法
				 paragraph|||（征求意见稿）
				article|第一条||甲。`)
		})
	}
}

func TestATitleMayBreakOverSoftLines(t *testing.T) {
	t.Parallel()
	tree := mustParse(t, "a.docx", docxOf(t, p("", "")+`<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>云溪县人民政府</w:t><w:br/><w:t>关于养犬的规定</w:t></w:r></w:p>`+p("", "第一条　甲。")))
	if tree.Title != "云溪县人民政府关于养犬的规定" || len(tree.Clauses) != 1 {
		t.Errorf("got %q\n%s", tree.Title, sketch(tree))
	}
}
