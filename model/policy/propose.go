package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// cues are the words that suggest a trigger, where a change deletes or inserts them, stands in a clause whose heading
// says them, or stands in the part of a sentence that does. They only propose: a person settles. Each says in both
// languages the same.
var cues = []struct {
	trigger             Trigger
	heading, text, part *pattern.Pattern
}{
	{HighRisk, pattern.New(`(?i)impact assessment|影响评估`), pattern.New(`(?i)impact assessment|high risk|影响评估|高风险`),
		risky},
	{Ownership, pattern.New(`(?i)\bmerg|acquisition|owner(ship)?\b|公司合并|企业合并|合并与|合并、|收购|股权`),
		pattern.New(`(?i)\bmerge|\bacqui(re|sition)|bankrupt|parent company|subsidiar|\bsplit|demerg|restructur|reorgani[sz]|ownership|\b(was|were|been|being|which|who|company|group|ltd|gmbh|inc)\.? bought\b|take[ns]? over|takeover|part of the \w+ group|\bshares is\b|\bshareholder|liquidat|wound up|insolven|our (whole |entire )?business (has|is|was|will)|买下|并入|股份|股东|控股|清算|清盘|业务(已|将|被)|合并(后|前|时|、|，|。|或|及|至|为)|(吸收|被|公司|与[^，。]{1,20}公司)合并|收购|破产|分立|重组|改制|子公司|母公司|股权|控制权`), controls},
	{Contact,
		pattern.New(`(?i)contact|complain|feedback|disput|protection officer|who to (ask|write)|our address|联系|投诉|反馈|争议|保护负责人|我们的地址`), pattern.New(`(?i)@|\bcomplain|hotline|protection officer|contact (us|person|details)|\bcall us\b|customer service|\bcourt\b|regulator\b|cyberspace administration|authority\b|arbitrat|致电|客服|法院|起诉|举报|仲裁|监管部门|主管部门|网信部门|投诉|联系方式|热线|负责人|客服电话`), answerable},
	{Recipients,
		pattern.New(
			`(?i)\bshar(e|ing)|receiv|recipient|disclos|third part|partners?\b|transfer|共享|转让|公开|第三方|合作(方|伙伴)|委托`),
		pattern.New(`(?i)third.part(y|ies)|partners?\b|affiliates?|\breceives?\b|recipient|\bdisclose|\bentrust|on our behalf|processors?\b|service providers?|suppliers?\b|vendors?\b|\bsdks?\b|共享|第三方|合作(方|伙伴)|关联公司|接收方|对外提供|公开披露|委托|受托|代表我们|服务商|供应商`), nil},
	{Rights,
		pattern.New(`(?i)right|access|correct|delet|copy|copies|withdraw|cancel|clos(e|ing) (your|an|the) account|\banswer|respon(d|se)|request|minor|child|portab|\bobject|\bchoices?\b|\brefus|拒绝|反对|选择|权利|转移权|查阅|更正|删除|复制|副本|撤回|注销|答复|回复|响应|请求|未成年|儿童`),
		pattern.New(`(?i)your right|you (can|may) (ask|request|withdraw|delete|correct|cancel|refuse)|free of charge|\bfee\b|权利|您(可以|有权)|免费|收费`), exercised},
	{ServiceModel,
		pattern.New(
			`(?i)collect|\buses?\b|use your|purpose|how long|retain|retention|stor(e|age)|keep|收集|使用|用途|目的|保存|存储|期限|多久`),
		pattern.New(`(?i)purpose|\bcollect|\buse(d)? (it|them|your|for|to)\b|advertis|recommend|profil|train|收集|用于|目的|广告|推荐|画像|训练`), obliges},
}

// Propose says how a change may be classed, by its words. A person settles it; what is proposed counts for nothing.
// Where the words tell nothing it has no trigger: nobody is led to believe that people need not agree.
func (c Comparison) Propose(change Change) Class {
	class := Class{Change: change.Key(), Words: model.Text{}}
	for _, lang := range c.languages() {
		class.Words[lang] = change.Describe(lang)
	}
	if !change.Added() && !change.Removed() && !change.Reworded() && !change.Remarked() { // only moved
		class.Triggers = []Trigger{NoteOnly}
		return class
	}
	was, now, heading := change.words()
	for _, cue := range cues {
		given := cue.trigger == Recipients && (transferWords.MatchString(change.asserted()) || change.received())
		served := cue.trigger == ServiceModel && (change.adds(gathers) || change.adds(serves))
		given = given || cue.trigger == Recipients && change.gives()
		served = served || cue.trigger == ServiceModel && (change.another() || change.changesPart(stays))
		owned := cue.trigger == Ownership && change.changesPart(houses)
		reach := cue.trigger == Contact && change.changesPart(reached)
		chosen := cue.trigger == Rights && change.hinders()
		if given || served || owned || reach || chosen || cue.part != nil && change.changes(cue.part) ||
			cue.heading.MatchString(heading) || cue.text.MatchString(was+"\n"+now) {
			class.Triggers = append(class.Triggers, cue.trigger)
		}
	}
	slices.SortFunc(class.Triggers, func(a, b Trigger) int {
		return cmp.Compare(slices.Index(Triggers, a), slices.Index(Triggers, b))
	})
	class.Effects = change.effects(was, now, heading)
	if len(class.Effects) == 0 && change.untold(class.Triggers) {
		class.Triggers = nil
	} else if len(class.Triggers) == 0 {
		class.Triggers = []Trigger{class.triggerOfEffects()}
	}
	return class
}

// triggerOfEffects is the trigger that the statement names for what a change does.
func (c Class) triggerOfEffects() Trigger {
	switch {
	case len(c.Effects) == 0:
		return OtherTrigger
	case len(c.Effects) == 1 && c.Effects[0] == ReducesRights:
		return Rights
	}
	return ServiceModel
}

// words are what a change deletes and inserts, in all languages, and the headings it stands under.
func (c Change) words() (was, now, heading string) {
	var deleted, inserted, headings []string
	for _, clause := range []*Clause{c.Was, c.Now} {
		if clause != nil {
			for _, h := range clause.Heading {
				headings = append(headings, h)
			}
		}
	}
	for _, texts := range []map[string]Pieces{c.Heading, c.Body} {
		for _, pieces := range texts {
			for _, p := range pieces {
				switch p.Op {
				case Deleted:
					deleted = append(deleted, p.Text)
				case Inserted:
					inserted = append(inserted, p.Text)
				}
			}
		}
	}
	return strings.Join(deleted, "\n"), strings.Join(inserted, "\n"), strings.Join(headings, "\n")
}

// Describe says in plain words, in a language, what the change is.
func (c Change) Describe(lang string) string {
	say := sayings[lang]
	switch {
	case c.Added():
		return fmt.Sprintf(say.added, c.name(c.Now, lang))
	case c.Removed():
		return fmt.Sprintf(say.removed, c.name(c.Was, lang))
	}
	var parts []string
	if c.Moved {
		parts = append(parts, fmt.Sprintf(say.moved, c.Was.ID, c.Now.ID))
	}
	for _, texts := range []map[string]Pieces{c.Heading, c.Body} {
		parts = append(parts, say.replaced(texts[lang])...)
	}
	if c.Was.Important != c.Now.Important {
		parts = append(parts, map[bool]string{true: say.important, false: say.unimportant}[c.Now.Important])
	}
	if !slices.Equal(c.Was.Categories, c.Now.Categories) {
		parts = append(parts, fmt.Sprintf(say.categories, strings.Join(c.Now.Categories, say.comma)))
	}
	if len(parts) == 0 {
		parts = []string{say.elsewhere}
	}
	return fmt.Sprintf(say.clause, c.name(c.Now, lang), strings.Join(parts, say.semicolon))
}

func (c Change) name(clause *Clause, lang string) string {
	return fmt.Sprintf(sayings[lang].name, clause.ID, Plain(clause.Heading.In(lang)))
}

// saying is how a language tells of a change.
type saying struct {
	name, clause, added, removed, moved           string
	becomes, inserted, deleted                    string
	important, unimportant, categories, elsewhere string
	comma, semicolon                              string
}

var sayings = map[string]saying{
	english: {name: "clause %s (%s)", clause: "In %s, %s.", added: "New: %s.", removed: "Removed: %s.",
		moved:   "the clause moved from %s to %s",
		becomes: "“%s” becomes “%s”", inserted: "“%s” is added", deleted: "“%s” is removed",
		important: "it is marked as important", unimportant: "it is not marked as important any more",
		categories: "it is now about these data: %s",
		elsewhere:  "the text in another language changed", comma: ", ", semicolon: "; "},
	chinese: {name: "第 %s 条（%s）", clause: "%s：%s。", added: "新增%s。", removed: "删除%s。", moved: "该条由 %s 移至 %s",
		becomes: "“%s”改为“%s”", inserted: "增加“%s”", deleted: "删去“%s”",
		important: "标为重要条款", unimportant: "不再标为重要条款", categories: "现涉及的数据：%s",
		elsewhere: "另一语言的文本有变动", comma: "、", semicolon: "；"},
}

// replaced tells each run of words that changed.
func (s saying) replaced(pieces Pieces) (list []string) {
	for i := 0; i < len(pieces); i++ {
		text := quoted(pieces[i].Text)
		switch {
		case pieces[i].Op == Kept || text == "":
		case pieces[i].Op == Deleted && i+1 < len(pieces) && pieces[i+1].Op == Inserted &&
			quoted(pieces[i+1].Text) != "":
			list = append(list, fmt.Sprintf(s.becomes, text, quoted(pieces[i+1].Text)))
			i++
		case pieces[i].Op == Deleted:
			list = append(list, fmt.Sprintf(s.deleted, bare(text)))
		default:
			list = append(list, fmt.Sprintf(s.inserted, bare(text)))
		}
	}
	return list
}

// quoted is a run of words as a sentence quotes it.
func quoted(text string) string { return strings.Join(strings.Fields(Plain(text)), " ") }

// bare is a run without the marks that joined it to its neighbours, unless it is nothing else.
func bare(text string) string {
	if inner := strings.Trim(text, " ;；,，、•"); inner != "" {
		return inner
	}
	return text
}

// languages are those of either version.
func (c Comparison) languages() (list []string) {
	for _, lang := range model.Languages {
		if slices.Contains(c.From.Languages(), lang) || slices.Contains(c.To.Languages(), lang) {
			list = append(list, lang)
		}
	}
	return list
}
