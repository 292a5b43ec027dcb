package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.HttpSettings.Identify;
import dev.rollcall.protocol.http.HttpSettings.Otherwise;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Content;
import java.util.List;
import java.util.Optional;

/** Settings as a catalogue gives them: what is not said has its fallback. */
final class Settings {
  private String path = "/";
  private List<String> status = List.of();
  private List<String> header = List.of();
  private Optional<String> body = Optional.empty();
  private Content content = Content.ANY;
  private Redirect redirect = Redirect.ANY;
  private int redirectPort = 443;
  private List<String> redirectHosts = List.of();
  private Identify identify = Identify.ANSWER;
  private Otherwise otherwise = Otherwise.WARN;

  Settings path(String value) {
    path = value;
    return this;
  }

  Settings status(String... values) {
    status = List.of(values);
    return this;
  }

  Settings header(String... values) {
    header = List.of(values);
    return this;
  }

  Settings body(String value) {
    body = Optional.of(value);
    return this;
  }

  Settings content(Content value) {
    content = value;
    return this;
  }

  Settings redirect(Redirect value) {
    redirect = value;
    return this;
  }

  Settings redirectPort(int value) {
    redirectPort = value;
    return this;
  }

  Settings redirectHosts(String... values) {
    redirectHosts = List.of(values);
    return this;
  }

  /** The expectations are the proof. */
  Settings proof() {
    identify = Identify.EXPECTATIONS;
    return this;
  }

  /** Another answer fails. */
  Settings hard() {
    otherwise = Otherwise.FAIL;
    return this;
  }

  HttpSettings build() {
    return new HttpSettings(
        path,
        status,
        header,
        body,
        content,
        redirect,
        redirectPort,
        redirectHosts,
        identify,
        otherwise);
  }
}
