// Package guesses keeps how often somebody guessed wrong at a secret, before anybody has a key.
package guesses

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type guessRow struct {
	Who        string `gorm:"primaryKey"`
	Failed     int
	LockedTill int64
}

func (guessRow) TableName() string { return "guess" }

// Guesses are how many guesses at one secret were counted since it was last opened, and until when no more are judged.
type Guesses struct {
	Failed     int
	LockedTill time.Time
}

// Forward moves the clock of guesses on to now and returns its time, which is later than now where another desktop's
// clock was, and begins it anew where somebody took it away. It also makes every other guess wait until this
// transaction ends.
func Forward(tx *store.Tx, now time.Time) (time.Time, error) {
	err := tx.DB().Exec(`INSERT INTO guess_clock (id, latest) VALUES (1, ?)
		ON CONFLICT (id) DO UPDATE SET latest = CASE WHEN guess_clock.latest < excluded.latest THEN excluded.latest ELSE guess_clock.latest END`, database.Millis(now)).Error
	if err != nil {
		return now, fmt.Errorf("clock of guesses: %w", database.MapError(err))
	}
	var latest int64
	err = tx.DB().Raw("SELECT latest FROM guess_clock WHERE id = 1").Scan(&latest).Error
	return database.Moment(latest), database.MapError(err)
}

// Read reads the count of a secret.
func Read(v *store.View, who string) (Guesses, error) {
	var row guessRow
	err := v.DB().Where("who = ?", who).First(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Guesses{}, nil
	}
	return Guesses{row.Failed, database.Moment(row.LockedTill)}, database.MapError(err)
}

// Save keeps the count of a secret.
func Save(tx *store.Tx, who string, g Guesses) error {
	return database.MapError(tx.DB().Save(&guessRow{who, g.Failed, database.Millis(g.LockedTill)}).Error)
}
