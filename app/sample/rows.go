package sample

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

// table is what one table of a source holds. Values are nil, bool, int, float64 and string; times, dates and documents
// are texts that every engine reads.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

func (t *table) add(values ...any) { t.rows = append(t.rows, values) }

// until is where the sample shop's records end. The sample desk is made later than this, so no contact changed shortly
// before a request.
var until = time.Date(2026, 7, 31, 15, 0, 0, 0, time.UTC)

// between is an instant from least to most days before the records end.
func between(r *rand.Rand, least, most int) time.Time {
	return until.Add(-time.Duration(least*24*60+r.IntN((most-least)*24*60)) * time.Minute)
}

// stamp is an instant as every engine reads it.
func stamp(t time.Time) string { return t.Format(time.DateTime) }

// before is an instant up to so many days before the records end.
func before(r *rand.Rand, days int) string { return stamp(between(r, 0, days)) }

// maybe gives the text, or nothing.
func maybe(r *rand.Rand, times, of int, text string) any {
	if r.IntN(of) < times {
		return text
	}
	return nil
}

func document(v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("sample document: %w", err)
	}
	return string(raw), nil
}

// tables gives the tables of a source in the order in which they can be filled.
func tables(source string) ([]*table, error) {
	switch source {
	case "shop":
		return shopTables()
	case "usage":
		return usageTables()
	case "support":
		return supportTables()
	}
	return nil, fmt.Errorf("the sample has no source %q; it has shop, usage and support", source)
}

func shopTables() ([]*table, error) {
	account := &table{name: "account",
		columns: []string{"id", "account_no", "username", "email", "phone", "email_changed_at", "phone_changed_at",
			"state", "created_at"}}
	profile := &table{name: "profile",
		columns: []string{"account_id", "name", "gender", "birth_date", "id_number", "real_name_checked",
			"preferences"}}
	guardian := &table{name: "guardian", columns: []string{"account_id", "name", "relation", "phone", "consented_at"}}
	wallet := &table{name: "wallet", columns: []string{"account_id", "balance_fen", "points", "updated_at"}}
	address := &table{name: "address",
		columns: []string{"id", "account_id", "recipient", "recipient_phone", "city", "district", "street", "postcode"}}
	card := &table{name: "payment_card",
		columns: []string{"id", "account_id", "card_number", "holder", "bank", "valid_until", "preferred"}}
	role := &table{name: "game_role",
		columns: []string{"id", "account_id", "game", "nickname", "level_reached", "last_played_at"}}
	share := &table{name: "undivided_share", columns: []string{"id", "account_id", "pool", "amount_fen"}}
	login := &table{name: "linked_login", columns: []string{"id", "account_id", "provider", "nickname", "bound_at"}}
	product := &table{name: "product", columns: []string{"id", "name", "price_fen"}}
	for i, p := range products {
		product.add(i+1, p.name, p.fen)
	}
	for i, p := range People() {
		n := i + 1
		r := dice("account", n)
		joined := stamp(between(r, 700, 2000))
		if p.Guardian != "" {
			joined = stamp(between(r, 700, 800))
		}
		account.add(p.Account, p.AccountNo, p.Username, p.Email, p.Phone, maybe(r, 1, 6, before(r, 500)),
			maybe(r, 1, 6, before(r, 500)), "active", joined)
		preferences, err := document(map[string]any{"language": p.Language,
			"interests": []string{interests[r.IntN(len(interests))], "优惠"},
			"display":   map[string]any{"theme": []string{"light", "dark"}[r.IntN(2)], "font_size": 12 + r.IntN(5)}})
		if err != nil {
			return nil, err
		}
		id := any(p.IDNumber)
		if p.IDNumber == "" {
			id = nil
		}
		profile.add(p.Account, p.Name, maybe(r, 2, 3, []string{"女", "男"}[r.IntN(2)]), p.Birth.Format(time.DateOnly), id,
			p.IDNumber != "", preferences)
		if p.Guardian != "" && n != unasked {
			guardian.add(p.Account, p.Guardian, []string{"母亲", "父亲"}[r.IntN(2)], p.GuardianPhone, before(r, 700))
		}
		wallet.add(p.Account, balance(n, r.IntN(80000)), r.IntN(5000), before(r, 90))
		address.add(home(n), p.Account, p.Name, p.Phone, p.City, p.District, p.Street, p.Postcode)
		if hasCard(n) {
			card.add(cardOf(n), p.Account, fmt.Sprintf("62220000%011d", 10000+n*37), p.Name, banks[r.IntN(len(banks))],
				fmt.Sprintf("2029-%02d", 1+r.IntN(12)), true)
		}
		for k := range r.IntN(3) {
			role.add(n*10+k, p.Account, games[r.IntN(len(games))], fmt.Sprintf("%s%d", p.Username, 1+k), 1+r.IntN(60),
				maybe(r, 4, 5, before(r, 200)))
		}
	}
	for i, p := range People() {
		n := i + 1
		r := dice("linked", n)
		if r.IntN(3) == 0 {
			login.add(n, p.Account, []string{"wechat", "weibo", "qq"}[r.IntN(3)], p.Username, before(r, 600))
		}
		if r.IntN(9) == 0 {
			share.add(n, p.Account, "邀请好友红包池", 100+r.IntN(9000))
		}
	}
	// Presents also go to people who are no customers.
	for k, name := range []string{"孟繁星", "Robert Ashby", "贺兰", "栾思齐"} {
		at := places[k]
		address.add(guest(k), nil, name, fmt.Sprintf("1770000200%d", k), at.city, at.districts[0],
			fmt.Sprintf("%s %d 号", streets[k], 30+k), at.postcode+"10")
	}
	orders, items := orderTables()
	return []*table{account, profile, guardian, wallet, address, card, product, orders, items, role, share, login}, nil
}

// unasked is a child whose guardian was never asked for consent.
const unasked = chineseAdults + latinAdults + 2

// balance leaves every third wallet empty, so that some accounts can be cancelled at once.
func balance(n, fen int) int {
	if n%3 == 0 {
		return 0
	}
	return fen
}

func home(n int) int      { return 5000 + n }
func guest(k int) int     { return 9000 + k }
func hasCard(n int) bool  { return n <= busy || n%4 != 0 }
func cardOf(n int) string { return fmt.Sprintf("C%05d", n) }

func orderTables() (orders, items *table) {
	orders = &table{name: "orders",
		columns: []string{"id", "account_id", "shipping_address_id", "payment_card_id", "total_fen", "gift_note",
			"state", "ordered_at"}}
	items = &table{name: "order_item",
		columns: []string{"order_id", "line_no", "product_id", "quantity", "price_fen", "sold_at"}}
	for i, p := range People() {
		n := i + 1
		r := dice("orders", n)
		count := 1 + r.IntN(5)
		switch {
		case n == walker:
			count = 4
		case n == busy:
			count = 40
		case p.Guardian != "":
			count = r.IntN(2)
		}
		for k := range count {
			to, by, note := shipping(r, n, k)
			id := fmt.Sprintf("O26%04d%03d", n, k+1)
			total, ordered := 0, before(dice("ordered "+id, n), 600)
			for line := range 1 + r.IntN(3) {
				which := r.IntN(len(products))
				quantity := 1 + r.IntN(3)
				total += quantity * products[which].fen
				items.add(id, line+1, which+1, quantity, products[which].fen, ordered)
			}
			orders.add(id, p.Account, to, by, total, note,
				[]string{"complete", "complete", "shipped", "returned"}[r.IntN(4)], ordered)
		}
	}
	return orders, items
}

// shipping says where the k-th order of person n goes and what it is paid with. Most go home on one's own card; every
// seventh person sends one to a friend, every eleventh to somebody who is no customer, every ninth pays one with the
// card of somebody else, and every tenth has one sent to the neighbour who shares the household.
func shipping(r *rand.Rand, n, k int) (address, card, note any) {
	address = home(n)
	if hasCard(n) {
		card = cardOf(n)
	}
	switch {
	case n == walker && k == 1:
		return home(friend), card, "生日快乐！晓雯"
	case n == walker && k == 2:
		return address, cardOf(husband), nil
	case n == walker:
		return address, card, nil
	case n == friend || n == husband: // keep the walkthrough's rows as they are
		return address, card, nil
	case k == 0 && n%7 == 0:
		return home(busy + (n+20)%(chineseAdults-busy)), card, "送你的礼物，Enjoy!"
	case k == 0 && n%11 == 0:
		return guest(n % 4), card, "乔迁之喜"
	case k == 0 && n%9 == 0:
		return address, cardOf(1 + 4*(n/8)), nil
	case k == 0 && n%10 == 0:
		return home(n - 1), card, nil
	case r.IntN(12) == 0:
		return nil, card, nil // to be fetched at the counter
	}
	return address, card, nil
}

// sendsElsewhere says whether an order of person n touches somebody else: see shipping.
func sendsElsewhere(n int) bool {
	return n <= chineseAdults+latinAdults && (n%7 == 0 || n%9 == 0 || n%10 == 0 || n%11 == 0)
}

func usageTables() ([]*table, error) {
	play := &table{name: "play_history",
		columns: []string{"id", "account_id", "title", "seconds", "finished", "started_at"}}
	search := &table{name: "search_history", columns: []string{"id", "account_id", "words", "results", "searched_at"}}
	upload := &table{name: "upload",
		columns: []string{"id", "account_id", "file_name", "caption", "size_bytes", "published", "uploaded_at"}}
	location := &table{name: "location_log",
		columns: []string{"id", "account_id", "city", "latitude", "longitude", "logged_at"}}
	permission := &table{name: "permission",
		columns: []string{"account_id", "location", "contacts", "camera", "microphone"}}
	device := &table{name: "device_log", columns: []string{"id", "account_id", "device", "events", "logged_at"}}
	for i, p := range People() {
		n := i + 1
		r := dice("usage", n)
		// How much somebody uses the services, in tenths of the ordinary.
		much := 10
		if n == busy {
			much = 400
		}
		for range (3 + r.IntN(8)) * much / 10 {
			play.add(len(play.rows)+1, p.Account, titles[r.IntN(len(titles))], 60+r.IntN(7000), r.IntN(2) == 0,
				before(r, 300))
		}
		for range (1 + r.IntN(5)) * much / 10 {
			search.add(len(search.rows)+1, p.Account, searches[r.IntN(len(searches))], r.IntN(400), before(r, 180))
		}
		for range r.IntN(3) * much / 10 {
			k := len(upload.rows) + 1
			upload.add(k, p.Account, fmt.Sprintf("IMG_%04d.jpg", 2000+k),
				maybe(r, 1, 2, captions[r.IntN(len(captions))]), 200_000+r.IntN(6_000_000), r.IntN(3) > 0,
				before(r, 700))
		}
		allow := dice("permission", n)
		permission.add(p.Account, allow.IntN(3) > 0, allow.IntN(4) == 0, allow.IntN(2) == 0, allow.IntN(3) == 0)
		at := placeOf(p.City)
		for range r.IntN(4) * much / 10 {
			location.add(len(location.rows)+1, p.Account, at.city, at.lat+float64(r.IntN(900))/8192,
				at.lon+float64(r.IntN(900))/8192, before(r, 170))
		}
		for range 1 + r.IntN(2) {
			what := devices[r.IntN(len(devices))]
			description, err := document(map[string]any{"serial": fmt.Sprintf("SN%04d%02d", n, r.IntN(100)),
				"model": what.model, "system": map[string]any{"name": what.system, "version": what.version}})
			if err != nil {
				return nil, err
			}
			events := []any{}
			for range 1 + r.IntN(4) {
				events = append(events,
					map[string]any{"at": before(r, 170), "kind": []string{"sign_in", "sign_out", "update"}[r.IntN(3)],
						"ip": fmt.Sprintf("203.0.113.%d", 1+r.IntN(254))})
			}
			log, err := document(events)
			if err != nil {
				return nil, err
			}
			device.add(len(device.rows)+1, p.Account, description, log, before(r, 170))
		}
	}
	return []*table{play, search, upload, location, device, permission}, nil
}

func placeOf(city string) place {
	for _, p := range places {
		if p.city == city {
			return p
		}
	}
	return places[0]
}

func supportTables() ([]*table, error) {
	ticket := &table{name: "ticket",
		columns: []string{"id", "account_id", "contact_email", "contact_phone", "subject", "state", "opened_at"}}
	message := &table{name: "message", columns: []string{"ticket_id", "seq", "author", "body", "sent_at"}}
	preference := &table{name: "marketing_preference",
		columns: []string{"id", "email", "newsletter", "text_messages", "personalised", "cross_service", "surveys",
			"topics", "changed_at"}}
	for i, p := range People() {
		n := i + 1
		r := dice("support", n)
		count := r.IntN(3)
		if n == walker {
			count = 1
		}
		for range count {
			id := 70000 + len(ticket.rows) + 1
			var account, email, phone any = p.Account, p.Email, nil
			switch r.IntN(4) {
			case 0:
				account = nil // written without signing in: only the e-mail leads there
			case 1:
				email, phone = nil, p.Phone
			}
			opened := between(r, 5, 400)
			about := complaints[r.IntN(len(complaints))]
			ticket.add(id, account, email, phone, about.subject, []string{"open", "solved", "solved"}[r.IntN(3)],
				stamp(opened))
			body := about.body
			// People write their contact into the text, where no category tells of it.
			switch {
			case n == walker || n%5 == 0:
				body += "请回复到 " + p.Email + "，或打我电话 " + p.Phone + "。"
			case n%8 == 0:
				body += " You can reach me under " + p.Phone + "."
			}
			message.add(id, 1, "customer", body, stamp(opened))
			message.add(id, 2, "staff", "您好，已为您登记，我们会尽快处理。", stamp(opened.Add(3*time.Hour)))
			if r.IntN(2) == 0 {
				message.add(id, 3, "customer", "谢谢！", stamp(opened.Add(5*time.Hour)))
			}
		}
		topics, err := document([]string{interests[r.IntN(len(interests))], interests[r.IntN(len(interests))]})
		if err != nil {
			return nil, err
		}
		if r.IntN(4) > 0 {
			preference.add(n, p.Email, r.IntN(2) == 0, r.IntN(3) == 0, r.IntN(3) > 0, r.IntN(2) == 0, r.IntN(3) == 0,
				topics, before(r, 400))
		}
	}
	return []*table{ticket, message, preference}, nil
}
