package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.probe.Probes;
import org.junit.jupiter.api.Test;

/** What goes over the wire, to the byte. */
class RequestTest {
  private static final String OK = Web.answer("200 OK", "hello");

  @Test
  void originFormAndNothingElse() throws Exception {
    try (Web web = Web.plain(OK)) {
      web.http(new Settings().path("//odd/../%2F/\"<|>\\^`{}?a=b&a=c?d"));
      assertEquals(
          request(
              "//odd/../%2F/\"<|>\\^`{}?a=b&a=c?d",
              Probes.HOST + ":" + web.peer().address().getPort()),
          web.asked());
    }
  }

  @Test
  void pathThatLooksLikeAnotherHost() throws Exception {
    try (Web web = Web.plain(OK)) {
      web.http(new Settings().path("//b.test/../x"));
      assertEquals(
          request("//b.test/../x", Probes.HOST + ":" + web.peer().address().getPort()),
          web.asked());
    }
  }

  @Test
  void originFormInsideTls() throws Exception {
    try (Web web = Web.secured(OK)) {
      web.https(new Settings().path("/x?y"));
      assertEquals(
          request("/x?y", Probes.HOST + ":" + web.peer().address().getPort()), web.asked());
    }
  }

  @Test
  void absoluteFormToProxyWithoutUsualPort() throws Exception {
    try (Web web = Web.plain(OK)) {
      web.relayed(HttpProtocol.PLAIN, new Settings().path("/x?y"), "api.rollcall.test.", 80);
      assertEquals(request("http://api.rollcall.test/x?y", "api.rollcall.test"), web.asked());
    }
  }

  @Test
  void absoluteFormToProxyWithOtherPortAndLiteral() throws Exception {
    try (Web web = Web.plain(OK)) {
      web.relayed(HttpProtocol.PLAIN, new Settings(), "fd00::1", 8080);
      assertEquals(request("http://[fd00::1]:8080/", "[fd00::1]:8080"), web.asked());
    }
  }

  private static String request(String uri, String host) {
    return String.join(
        "\r\n",
        "GET " + uri + " HTTP/1.1",
        "Host: " + host,
        "User-Agent: " + Question.USER_AGENT,
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
        "",
        "");
  }
}
