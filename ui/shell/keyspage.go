package shell

import (
	"strconv"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// keyPlace is a titled part of the overview of keys.
type keyPlace int

const (
	everywhere keyPlace = iota
	ofRequest
	ofFindings
	ofFile
	ofDraft
	ofReview
	ofLog
	ofLists
	ofFields
	ofDialogs
)

// keyTitles are the titles of the parts, in their order.
var keyTitles = []string{everywhere: "Everywhere", ofRequest: "An open request", ofFindings: "Findings and plan",
	ofFile: "A file before it is taken in", ofDraft: "A drafted dataset file", ofReview: "The review of a data map",
	ofLog:   "Audit log",
	ofLists: "Lists", ofFields: "Fields", ofDialogs: "Dialogs"}

// keyLine is a line of the overview: what some keys do, and who may. The keys are those bound to the commands, and
// those given, which buttons show and widgets handle themselves.
type keyLine struct {
	in       keyPlace
	name     string // empty: as the palette calls the first command
	may      model.Action
	commands []string
	keys     []string
}

// keyLines are the lines of the overview. The places of the rail come by themselves; a test finds a key that is handled
// anywhere and missing here.
var keyLines = []keyLine{
	{in: everywhere, commands: []string{part.CmdNextStep}, may: model.ActClaim},
	{in: everywhere, commands: []string{part.CmdPalette}},
	{in: everywhere, commands: []string{part.CmdSearch}, may: model.ActReadRequest},
	{in: everywhere, commands: []string{part.CmdNew}, may: model.ActTakeRequest},
	{in: everywhere, commands: []string{part.CmdNextArea}},
	{in: everywhere, commands: []string{part.CmdPrevArea}},
	{in: everywhere, commands: []string{part.CmdBack}},
	{in: everywhere, commands: []string{part.CmdLock}},
	{in: everywhere, commands: []string{part.CmdKeys}},
	{in: everywhere, commands: []string{part.CmdGuide}},
	{in: everywhere, commands: []string{part.CmdLarger}},
	{in: everywhere, commands: []string{part.CmdSmaller}},
	{in: everywhere, commands: []string{part.CmdUsual}},
	{in: ofRequest, commands: []string{part.CmdClaim}, may: model.ActClaim},
	{in: ofRequest, name: "Tab Who to Log", commands: tabCommands(), may: model.ActReadRequest},
	{in: ofRequest, commands: []string{part.CmdNextTab}, may: model.ActReadRequest},
	{in: ofRequest, commands: []string{part.CmdPrevTab}, may: model.ActReadRequest},
	{in: ofRequest, commands: []string{part.CmdOwnWindow}, may: model.ActReadRequest},
	{in: ofFindings, commands: []string{part.CmdSharedNext}, may: model.ActReadRequest},
	{in: ofFindings, commands: []string{part.CmdLeaveOut}, may: model.ActDecide},
	{in: ofFindings, commands: []string{part.CmdMask}, may: model.ActDecide},
	{in: ofFindings, commands: []string{part.CmdInclude}, may: model.ActDecide},
	{in: ofFindings, commands: []string{part.CmdAgree}, may: model.ActAgree},
	{in: ofFindings, commands: []string{part.CmdReturn}, may: model.ActReturn},
	{in: ofFindings, commands: []string{part.CmdReveal}, keys: []string{"R"}, may: model.ActReveal},
	{in: ofFindings, name: "Leave out or mask a row or column", keys: []string{"O"}, may: model.ActDecide},
	{in: ofFindings, name: "Columns that the copy does not show", keys: []string{"H"}, may: model.ActReadRequest},
	{in: ofFile, name: "Leave the record out, or take it in again", commands: []string{part.CmdMark},
		may: model.ActTakeRequest},
	{in: ofFile, name: "Next record to decide", commands: []string{part.CmdUndecided}, may: model.ActTakeRequest},
	{in: ofFile, name: "The choice of this number",
		commands: []string{part.CmdChoice + "1", part.CmdChoice + "2", part.CmdChoice + "3"},
		may:      model.ActTakeRequest},
	{in: ofFile, name: "Choose the encoding", commands: []string{part.CmdEncoding}, may: model.ActTakeRequest},
	{in: ofFile, name: "Choose the columns", commands: []string{part.CmdColumns}, may: model.ActTakeRequest},
	{in: ofDraft, name: "Next guess", keys: []string{"F8"}, may: model.ActReadMap},
	{in: ofDraft, name: "Confirm the guess, and go on", keys: []string{"F9"}, may: model.ActEditMap},
	{in: ofReview, name: "Review the chosen source", keys: []string{"R"}, may: model.ActReadMap},
	{in: ofReview, name: "Accept the guess, and go on", keys: []string{"Y"}, may: model.ActSettleMap},
	{in: ofReview, name: "Say what the column holds", keys: []string{"E"}, may: model.ActSettleMap},
	{in: ofReview, name: "It is not personal, and go on", commands: []string{part.CmdNotTheirs},
		may: model.ActSettleMap},
	{in: ofReview, name: "Next doubt", keys: []string{"N"}, may: model.ActReadMap},
	{in: ofReview, name: "Undo", commands: []string{part.CmdUndo}, may: model.ActSettleMap},
	{in: ofLog, name: "Export head", keys: []string{"Ctrl+Enter"}, may: model.ActExportHead},
	{in: ofLog, name: "All of this request", keys: []string{"R"}, may: model.ActReadLog},
	{in: ofLog, name: "All by the same", keys: []string{"S"}, may: model.ActReadLog},
	{in: ofLog, name: "Of everything again", keys: []string{"A"}, may: model.ActReadLog},
	{in: ofLists, commands: []string{part.CmdNextRow}},
	{in: ofLists, commands: []string{part.CmdPrevRow}},
	{in: ofLists, commands: []string{part.CmdOpen}},
	{in: ofLists, name: "First or last row", keys: []string{"Home", "End"}},
	{in: ofLists, name: "A page up or down", keys: []string{"PageUp", "PageDown"}},
	{in: ofLists, name: "Column before or after; fold and unfold", keys: []string{"Left", "Right"}},
	{in: ofLists, name: "Mark the row", keys: []string{"Space"}},
	{in: ofLists, name: "Extend the marks", keys: []string{"Shift+Up", "Shift+Down"}},
	{in: ofLists, name: "Copy the cell, as it is shown", keys: []string{"Ctrl+C"}},
	{in: ofFields, name: "Next or previous field", keys: []string{"Tab", "Shift+Tab"}},
	{in: ofFields, name: "Go on", keys: []string{"Enter"}},
	{in: ofFields, name: "Tick, or press the button", keys: []string{"Space"}},
	{in: ofFields, name: "Another choice", keys: []string{"Up", "Down"}},
	{in: ofFields, name: "Take away what was typed", keys: []string{"Backspace", "Delete"}},
	{in: ofDialogs, name: "Confirm, from any field", keys: []string{"Ctrl+Enter"}},
	{in: ofDialogs, name: "Cancel", keys: []string{"Esc"}},
}

// called is what the keys of a line do, in English.
func (l keyLine) called() string {
	if l.name != "" {
		return l.name
	}
	for _, c := range commands {
		if c.command == l.commands[0] {
			return c.name
		}
	}
	return ""
}

func tabCommands() (list []string) {
	for i := range 7 {
		list = append(list, part.CmdTab+strconv.Itoa(i+1))
	}
	return list
}

// keysOf are the keys bound to commands, each once, in the order of the table.
func keysOf(commands []string) (list []string) {
	seen := map[string]bool{}
	for _, c := range commands {
		for _, b := range part.Shortcuts {
			if b.Command == c && !seen[b.Key] {
				seen[b.Key] = true
				list = append(list, b.Key)
			}
		}
	}
	return list
}

// overview is everything that keys do, for somebody who may do it.
func overview(may func(model.Action) bool, places []place) []part.KeyGroup {
	var groups []part.KeyGroup
	for in, title := range keyTitles {
		var lines []part.KeyLine
		for _, l := range keyLines {
			if l.in == keyPlace(in) && (l.may == "" || may(l.may)) {
				lines = append(lines,
					part.KeyLine{Keys: shorter(append(keysOf(l.commands), l.keys...)), Text: frame.L(l.called())})
			}
		}
		if len(lines) > 0 {
			groups = append(groups, part.KeyGroup{Title: frame.L(title), Lines: lines})
		}
	}
	var goes []part.KeyLine
	for i, p := range places {
		goes = append(goes, part.KeyLine{Keys: keysOf([]string{part.CmdGo + strconv.Itoa(i+1)}),
			Text: frame.L(p.title)})
	}
	return append(groups, part.KeyGroup{Title: frame.L("Go to"), Lines: goes})
}

// shorter names a run of more than three keys by its ends: 1 – 7.
func shorter(keys []string) []string {
	if len(keys) <= 3 {
		return keys
	}
	return []string{keys[0], "–", keys[len(keys)-1]}
}

func (m *mainView) showKeys() {
	part.ShowKeys(m.app.window.Canvas(), frame.L("Keys"), frame.L("Close"), overview(m.frame.May, m.places))
}
