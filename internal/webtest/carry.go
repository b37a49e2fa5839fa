package webtest

import (
	"net/http"
	"net/url"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Carry gives the tab the cookies that another browser has for an address, so that who signed in there is signed in here. How
// people sign in by the page is the affair of the tests that do.
func (tab *Tab) Carry(address string, from http.CookieJar) {
	tab.t.Helper()
	at, err := url.Parse(address)
	tab.must("carry cookies to "+address, err)
	cookies := from.Cookies(at)
	if len(cookies) == 0 {
		tab.t.Fatalf("there are no cookies for %s", address)
	}
	for _, c := range cookies {
		_, err := chromedp.Call(tab.ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: address,
			HTTPOnly: new(true), SameSite: network.CookieSameSiteLax})
		tab.must("carry a cookie", err)
	}
}
