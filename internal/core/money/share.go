package money

import (
	"cmp"
	"math/big"
	"slices"
)

// Times is m for n of every per, such as 1,250 hundredths of a person at 12.34 for each hundred: rounded to the nearest cent, halves
// up. Of nothing, or where per is none, it is nothing.
func (m Money) Times(n, per int64) Money {
	out := Money{Currency: m.Currency}
	if n <= 0 || per <= 0 {
		return out
	}
	twice := new(big.Int).Mul(big.NewInt(m.Cents), big.NewInt(n))
	twice.Lsh(twice, 1).Add(twice, big.NewInt(per))
	out.Cents = twice.Quo(twice, big.NewInt(2*per)).Int64()
	return out
}

// Split shares m out by weights, none of which is negative. The shares sum up to m to the cent: each is rounded down, and the cents
// that are left go one by one to those who lost most by that, of equals to the first. Without any weight all shares are nothing.
func (m Money) Split(weights []int64) []Money {
	out := make([]Money, len(weights))
	var all int64
	for i, w := range weights {
		out[i].Currency = m.Currency
		all += w
	}
	if all <= 0 {
		return out
	}
	left, lost, order := m.Cents, make([]int64, len(weights)), make([]int, len(weights))
	for i, w := range weights {
		whole, rest := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(m.Cents), big.NewInt(w)), big.NewInt(all), new(big.Int))
		out[i].Cents, lost[i], order[i] = whole.Int64(), rest.Int64(), i
		left -= out[i].Cents
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for _, i := range order[:left] { // fewer cents are left than there are shares
		out[i].Cents++
	}
	return out
}

// Sum adds amounts up, one for each currency, by its name; what is nothing is left out.
func Sum(all ...Money) []Money {
	var out []Money
	for _, m := range all {
		if m.IsZero() {
			continue
		}
		i, found := slices.BinarySearchFunc(out, m.Currency, func(have Money, currency string) int { return cmp.Compare(have.Currency, currency) })
		if !found {
			out = slices.Insert(out, i, Money{Currency: m.Currency})
		}
		out[i].Cents += m.Cents
	}
	return out
}
