package draft

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/guess"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

// heads are what stands above a draft, {} standing for the engine, for the programs that are recognised, and for what
// cannot be read.
var heads = map[string]struct{ drafted, recognised, unread, between string }{
	"en": {
		"# Drafted from a {} database. Every line marked \"confirm\" is a guess: keep it, correct it or remove it.\n",
		"# Recognised: {}. Their tables are as these programs keep them; others are guessed.\n",
		"# Not read: {}. Look into it by hand.\n", ", "},
	"zh-Hans": {"# 根据 {} 数据库起草。标有“confirm”的每一行均为推测：请予保留、更正或者删除。\n",
		"# 已识别：{}。其数据表按这些程序的数据结构填写，其余为推测。\n", "# 未读取：{}。请人工查看。\n", "、"},
}

// text writes the proposed dataset file, its remarks in a language; unread is what cannot be read, recognised are the
// programs whose maps are in it. The mark of a guess is the same in all, since it is found again by it.
func text(key, engine string, tables, unread []*table, recognised []string, lang string) string {
	sort.SliceStable(tables, func(i, j int) bool { return tables[i].name < tables[j].name })
	head, known := heads[lang]
	if !known {
		head = heads["en"]
	}
	var b strings.Builder
	b.WriteString(strings.Replace(head.drafted, "{}", engine, 1))
	if len(recognised) > 0 {
		b.WriteString(strings.Replace(head.recognised, "{}", strings.Join(recognised, head.between), 1))
	}
	if len(unread) > 0 {
		var names []string
		for _, t := range unread {
			names = append(names, quoted(t.name))
		}
		b.WriteString(strings.Replace(head.unread, "{}", strings.Join(names, head.between), 1))
	}
	fmt.Fprintf(&b, "dataset:\n  - fides_key: %s\n    name: %s\n    collections:\n", quoted(key), quoted(key))
	if len(tables) == 0 {
		return strings.Replace(b.String(), "    collections:\n", "    collections: []\n", 1)
	}
	for _, t := range tables {
		t.write(&b, key, lang)
	}
	return b.String()
}

func (t *table) write(b *strings.Builder, key, lang string) {
	fmt.Fprintf(b, "      - name: %s\n        fields:\n", quoted(t.name))
	for _, f := range t.fields {
		f.write(b, key, lang)
	}
}

func (f *field) write(b *strings.Builder, key, lang string) {
	fmt.Fprintf(b, "          - name: %s\n", quoted(f.Name))
	switch {
	case f.category != "":
		fmt.Fprintf(b, "            data_categories: [%s]%s%s\n", f.category, guess.Mark, f.why.In(lang))
	case f.Primary > 0 || len(f.refs) > 0:
		fmt.Fprintf(b, "            data_categories: [system.operations]%s%s\n", guess.Mark,
			because.Reason{Code: because.Key}.In(lang))
	}
	var meta []string
	if f.Primary > 0 {
		meta = append(meta, "primary_key: true")
	}
	if t := dataType(f.Class); t != "" {
		meta = append(meta, "data_type: "+t)
	}
	if f.identity != "" {
		meta = append(meta, "identity: "+f.identity+guess.Mark+because.Reason{Code: because.SearchBegins}.In(lang))
	}
	if len(f.refs) > 0 {
		meta = append(meta, "references:")
		for _, r := range f.refs {
			meta = append(meta, "  - dataset: "+quoted(key)+guess.Mark+r.why.In(lang),
				"    field: "+quoted(r.to.table.name+"."+r.to.Name))
			if r.direction != dataset.BothWays {
				meta = append(meta, "    direction: "+string(r.direction))
			}
			if r.where != nil {
				meta = append(meta, "    where: {"+quoted(r.where.field.Name)+": "+quotedValues(r.where.values)+"}")
			}
		}
	}
	if len(meta) > 0 {
		fmt.Fprintf(b, "            fides_meta:\n")
		for _, line := range meta {
			fmt.Fprintf(b, "              %s\n", line)
		}
	}
}

// quotedValues writes the values of a condition.
func quotedValues(values []string) string {
	var out []string
	for _, v := range values {
		out = append(out, yamlQuote(v))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func dataType(c value.Class) string {
	switch c {
	case value.ClassText:
		return "string"
	case value.ClassInteger:
		return "integer"
	case value.ClassFloat:
		return "float"
	case value.ClassBoolean:
		return "boolean"
	case value.ClassJSON:
		return "object"
	}
	return ""
}

var plainWord = pattern.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// quoted writes a name as YAML. Words that YAML reads as something else are quoted as everything unusual is.
func quoted(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
	default:
		if plainWord.MatchString(s) {
			return s
		}
	}
	return yamlQuote(s)
}

// yamlQuote writes a double-quoted YAML scalar.
func yamlQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp): // unseen, or turns it round
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
