package change

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	sourcechange "orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// wayWord is what the window calls a way of treating data.
func wayWord(w model.Way) string {
	return frame.L(map[model.Way]string{model.WayDelete: "Delete the row", model.WayAnonymise: "Anonymise",
		model.WayHold: "Keep under a law",
		model.WayStop: "Stop using it only", model.WayRedirect: "Not ours: redirect", model.WayRefuse: "Refuse"}[w])
}

// strategies are what a field can be made unrecognisable by, in the order offered.
var strategies = []string{dataset.NullRewrite, dataset.StringRewrite, dataset.RandomStringRewrite, dataset.Hash,
	dataset.HMAC, dataset.AESEncrypt}

// howWord says how a value comes about, from the strategy or what brought it in.
func howWord(how string) string {
	switch how {
	case dataset.NullRewrite:
		return frame.L("emptied")
	case change.EmptiedInPart:
		return frame.L("emptied in part")
	case dataset.StringRewrite:
		return frame.L("fixed text")
	case dataset.RandomStringRewrite:
		return frame.L("random text")
	case dataset.Hash:
		return frame.L("one-way hash")
	case dataset.HMAC:
		return frame.L("keyed hash")
	case dataset.AESEncrypt:
		return frame.L("encrypted, key thrown away")
	case "set":
		return frame.L("as settled")
	case "delete":
		return frame.L("deleted")
	case "cascade":
		return frame.L("follows from a deleted row")
	}
	return how
}

// keptWord says why something that a search found may be there.
func keptWord(kept string) string {
	switch kept {
	case "shared":
		return frame.L("also somebody else’s")
	case "finding": // found before the run, where the findings are
		return frame.L("among the findings")
	case "outside":
		return frame.L("outside of what is deleted here")
	}
	return wayWord(model.Way(kept))
}

// keptReason says where what is kept stands and why it is.
func keptReason(l model.ScopeLine, rules *rule.Pack) (after, why string) {
	switch l.Way {
	case model.WayHold:
		rule, _ := rules.Hold(l.Hold)
		return frame.L("until {{.A}}", frame.DayYear(l.Until)), rule.Law.In(frame.Language())
	case model.WayRedirect:
		return frame.L("redirected"), l.Party
	case model.WayRefuse:
		var titles []string
		if l.Refusal != nil {
			for _, g := range l.Refusal.Grounds {
				ground, _ := rules.Ground(g.ID)
				titles = append(titles, ground.Named(frame.Language(), g.Sub))
			}
		}
		return frame.L("refused"), strings.Join(titles, "; ")
	}
	return frame.L("no longer used"), l.Reason
}

// writeState is the state of a source in a plan, with its colour.
func writeState(s model.PlanSource) (text string, color fyne.ThemeColorName) {
	text = frame.L(map[model.WriteState]string{
		model.WriteWaiting: "not written yet", model.WriteRunning: "being written", model.WriteDone: "written",
		model.WriteByOwner: "done by its owner",
		model.WriteFailed:  "refused it", model.WriteBlocked: "would refuse it", model.WriteChanged: "a row changed",
		model.WriteUnwritable: "left as it is", model.WriteHanded: "its owner does it"}[s.State])
	switch s.State {
	case model.WriteFailed:
		if !s.EndedAt.IsZero() {
			return frame.L("stopped in the middle"), part.ColorRed
		}
		return text, part.ColorRed
	case model.WriteDone:
		if s.Updates+s.Deletes == 0 {
			return frame.L("nothing to write"), part.ColorText3
		}
		return text, part.ColorGreen
	case model.WriteByOwner:
		return text, part.ColorGreen
	case model.WriteBlocked:
		return text, part.ColorRed
	case model.WriteChanged, model.WriteHanded, model.WriteUnwritable:
		return text, part.ColorAmber
	}
	return text, part.ColorText2
}

// obstacleWord says what stands in the way of a plan, and what to do about it.
func obstacleWord(o sourcechange.Obstacle) (what, remedy string) {
	w := map[string][2]string{
		"not_nullable": {frame.L("must not be empty"),
			frame.L("Choose another way to anonymise it, or delete the row.")},
		"not_text": {frame.L("is not text"), frame.L("Empty it instead.")},
		"read_only": {frame.L("may not be written, says the data map"),
			frame.L("It stays; change it where the value comes from.")},
		"primary_key": {frame.L("is part of the primary key"), frame.L("It stays, or the row is deleted.")},
		"generated": {frame.L("is computed by the database"),
			frame.L("It follows from the columns it is computed from.")},
		"document": {frame.L("holds JSON documents alone, and the new text is none"),
			frame.L("Empty it, or choose a text that is a document, as {}.")},
		"charset": {frame.L("cannot hold the new text in its character set"),
			frame.L("Empty it, or choose a text that it can hold.")},
		"too_long": {frame.L("takes no text that long"),
			frame.L("Enter a shorter value, or give the field a length in the data map.")},
		"bad_value": {frame.L("does not take this value"), frame.L("Correct the value.")},
		"key_not_unique": {frame.L("names more than one row by its key"),
			frame.L("Declare all columns of the key in the data map.")},
		"no_key": {frame.L("cannot tell its rows apart"),
			frame.L("The table needs a primary key; its owner can do it by hand.")},
		"view": {frame.L("is a view and cannot be changed"), frame.L("Name the table in the data map.")},
		"no_rollback": {frame.L("cannot take changes back"),
			frame.L("The table’s engine must be changed before the desk writes to it.")},
		"history": {frame.L("keeps every former row, and the old values would stay in its history"),
			frame.L("Its owner must delete the history and switch versioning off first, or do it by hand.")},
		"dangling": {frame.L("is pointed at by rows that stay"),
			frame.L("Include those rows, or anonymise instead of deleting.")},
		"trigger": {frame.L("fires the trigger {{.A}}, and no preview shows what that changes", o.Trigger),
			frame.L("Ask the owner of the system what it does before you sign. Where the database counts more rows written than are planned, nothing is written.")},
		"constraint": {frame.L("has the constraint {{.A}}, which may refuse the new values", o.Constraint),
			frame.L("Ask the owner of the system what it lets pass before you sign. Where it refuses a row, nothing of this source is written.")},
		"refused": {frame.L("has the constraint {{.A}}, which refuses the new values", o.Constraint),
			frame.L("Choose another way to anonymise it, or delete the row.")},
		"no_parent": {frame.L("refers to another table, where no row has the new value"),
			frame.L("Empty it instead, or delete the row.")},
		"not_compared": {
			frame.L("is changed by requests: nothing is compared once more before they are sent, and nothing can be taken back"), frame.L("Have nobody else change these rows until the plan is written.")},
		"fixed": {frame.L("lets nobody change the field"), frame.L("It stays, or the row is deleted.")},
		"apart": {frame.L("takes changes one by one: where one fails, those before it stay written"),
			frame.L("After a failure write the plan once more: what is written already is left as it is.")},
		"copies": {
			frame.L(
				"lies in a workbook with formulas, charts, pivot tables or comments, where a value may stand once more"), frame.L("Change it by hand in a spreadsheet program.")},
		"not_anew": {frame.L("lies in a file that cannot be written anew with everything else as it is"),
			frame.L("Its owner can do it by hand.")},
		"named_twice": {
			frame.L("holds a document with one name twice, which cannot be written anew with both values"),
			frame.L("Empty the field as a whole, or have its owner do it by hand.")},
		"not_alone": {
			frame.L("lies on a mail server that cannot delete one message without others that are marked as deleted"),
			frame.L("Its owner can do it by hand.")},
		"no_own_key": {frame.L("has no primary key in the data map, so no request is made"),
			frame.L("Mark the primary key in the data map, or do it by hand.")},
		"no_request": {frame.L("has no request in its connector file that changes rows"),
			frame.L("Its owner can do it by hand.")},
		"program": {frame.L("is changed by a program of the other system, which is not carried out here"),
			frame.L("Its owner can do it by hand.")},
		"no_deletion": {frame.L("can only be overwritten field by field, not deleted"),
			frame.L("Anonymise it instead, or have its owner delete it.")},
		"no_correction": {frame.L("can only be deleted, not corrected"), frame.L("Its owner can do it by hand.")},
		"no_value": {frame.L("has rows that lack a value which their request needs, or were not reached by it"),
			frame.L("Its owner can do it by hand.")},
		"names_nobody": {
			frame.L("would be changed by a request that names neither the row nor the person, and so everybody’s rows"),
			frame.L("Its owner can do it by hand.")},
		"unsafe_value": {
			frame.L("holds a value whose characters would make another request of the one in the connector file"),
			frame.L("Its owner can do it by hand.")},
		"on_trust": {
			frame.L(
				"has rows that do not say whose they are, from a system that may have passed over what it was asked by"), frame.L("Compare them with the system before you sign.")},
		"untyped": {frame.L("is not said to be text in the data map"), frame.L("Empty it instead.")},
		"unread": {frame.L("can be deleted there and not read, so nobody has seen what would go"),
			frame.L("Its owner can do it by hand.")},
		"unique": {frame.L("would hold the same value twice"), frame.L("Anonymise it by hash or random text.")},
	}[o.Reason]
	if w[0] == "" {
		return o.String(), ""
	}
	return w[0], w[1]
}

// lineWord names what a line of the scope speaks of: a kind of data, or a column that has no category.
func lineWord(l model.ScopeLine) string {
	if l.Column != "" {
		return frame.ColumnTitle(l.Source, l.Collection, l.Column)
	}
	return work.TopicWord(l.Category)
}

// aboutLine is the same with the title of the category, or with why it is listed all the same.
func aboutLine(l model.ScopeLine) string {
	if l.Column != "" {
		return lineWord(l) + " · " + l.Column + " · " + frame.L("no category, but values of the person")
	}
	topic, title := work.TopicWord(l.Category), frame.CategoryTitle(l.Category)
	if topic == title {
		return topic
	}
	return topic + " · " + title
}
