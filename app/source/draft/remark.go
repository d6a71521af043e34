package draft

import "strings"

// remarks are why a draft guesses something, in Chinese; what stands around a name is its beginning and its end.
var remarks = []struct{ begins, ends, inChinese, after string }{
	{begins: "name in a table of people", inChinese: "人员表中的名称"},
	{begins: "a key", inChinese: "键"},
	{begins: "the search begins here", inChinese: "从此处开始查找"},
	{begins: "holds the names by which they log in", inChinese: "存放登录名"},
	{begins: "its values are keys of these, as text", inChinese: "其值是该表的键（文本形式）"},
	{begins: "holds what ", ends: " holds", inChinese: "与 ", after: " 存放的内容相同"},
	{begins: "as ", ends: " keeps it", inChinese: "按 ", after: " 的数据结构"},
	{begins: "where ", ends: " names it", inChinese: "由 ", after: " 指明"},
	{begins: "named like it for short", inChinese: "名称是该表名称的缩写"},
	{begins: "named like it", inChinese: "名称与之相似"},
	{begins: "named like ", inChinese: "名称像 "},
	{begins: "its comment says ", inChinese: "注释写明 "},
	{begins: "values look like e-mail addresses", inChinese: "值像电子邮箱地址"},
	{begins: "values look like resident identity numbers", inChinese: "值像居民身份证号码"},
	{begins: "values look like phone numbers", inChinese: "值像电话号码"},
	{begins: "values look like card numbers", inChinese: "值像银行卡号"},
	{begins: "values look like IP addresses", inChinese: "值像 IP 地址"},
	{begins: `first column of a composite foreign key; the format cannot say "and"`, inChinese: "复合外键的首列；数据映射格式无法表示“且”"},
	{begins: "foreign key", inChinese: "外键"},
	{begins: "named as columns that have a foreign key", inChinese: "与有外键的列同名"},
	{begins: "named as the key of people", inChinese: "与人员表的键同名"},
	{begins: "its comment names the table", inChinese: "注释中有该表的名称"},
	{begins: "named as people are, and its values are keys of these", inChinese: "名称与人员相似，且其值是该表的键"},
	{begins: "named as others that refer to it", inChinese: "名称与引用该表的其他列相同"},
	{begins: "its values are keys of these, and of no other table", inChinese: "其值只是该表的键"},
	{begins: "named as a column that refers to it", inChinese: "与引用该表的列同名"},
	{begins: "kept of them, and its values are keys of these", inChinese: "该表补充记载人员信息，且其值是人员表的键"},
	{begins: "a field in a table of what is kept of people", inChinese: "补充记载人员信息的表中的字段"},
	{begins: "a copy of ", ends: " to search in", inChinese: "供查找用的 ", after: " 副本"},
	{begins: "its comment names what the table is of", inChinese: "注释写明了该表的内容"},
	{begins: "a key of theirs elsewhere", inChinese: "此人在其他系统中的标识"},
	{begins: "the head of its rows", inChinese: "其各行的主表"},
	{begins: "another word for it", inChinese: "是该表名称的另一种说法"},
	{begins: "named as what people do", inChinese: "名称与人员的活动相似"},
	{begins: "named as what people do, and its values are keys of these", inChinese: "名称与人员的活动相似，且其值是该表的键"},
}

// found is said behind the reason of a reference of which values were found in the other table.
const found, foundChinese = ", and values of it are found there", "，且其值见于该表"

// In returns a draft with its remarks in a language; the mark of a guess, by which it is found again, stays as it is.
func In(text, lang string) string {
	if lang != "zh-Hans" {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if at := markAt(line); at >= 0 {
			reason := line[at:]
			reason = strings.TrimPrefix(strings.TrimPrefix(reason, mark), mark[1:])
			lines[i] = line[:at] + mark + inChinese(reason)
		} else if i == 0 && strings.HasPrefix(line, "# Drafted from a ") {
			engine := strings.TrimPrefix(line[:strings.Index(line, " database.")], "# Drafted from a ")
			lines[i] = "# 根据 " + engine + ` 数据库起草。标有“confirm”的每一行均为推测：请予保留、更正或者删除。`
		} else if names, is := strings.CutPrefix(line, unreadHead); is {
			lines[i] = "# 未读取：" + strings.TrimSuffix(names, unreadTail) + "。请人工查看。"
		} else if programs, is := strings.CutPrefix(line, recognisedHead); is {
			lines[i] = "# 已识别：" + strings.TrimSuffix(programs, recognisedTail) + "。其数据表按这些程序的数据结构填写，其余为推测。"
		}
	}
	return strings.Join(lines, "\n")
}

// inChinese is a reason in Chinese, or as it is where it has none.
func inChinese(reason string) string {
	end := ""
	if rest, is := strings.CutSuffix(reason, found); is {
		reason, end = rest, foundChinese
	}
	for _, r := range remarks {
		rest, is := strings.CutPrefix(reason, r.begins)
		switch {
		case !is:
		case rest == "" && r.ends == "":
			return r.inChinese + end
		case r.ends != "" && strings.HasSuffix(rest, r.ends):
			return r.inChinese + strings.TrimSuffix(rest, r.ends) + r.after + end
		case r.ends == "" && strings.HasSuffix(r.begins, " "):
			return r.inChinese + rest + end
		}
	}
	return reason + end
}
