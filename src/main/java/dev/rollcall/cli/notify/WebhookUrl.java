package dev.rollcall.cli.notify;

import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;

/** A webhook's URL. Its path and query may be a secret, so that only its host is ever shown. */
public final class WebhookUrl {
  private final URI url;

  private WebhookUrl(URI url) {
    this.url = url;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with what is wrong, without the URL
   */
  public static WebhookUrl of(String text) {
    WebhookUrl url = new WebhookUrl(uri(text));
    boolean clear = "http".equalsIgnoreCase(url.url.getScheme());
    if (!clear && !"https".equalsIgnoreCase(url.url.getScheme())) {
      throw new IllegalArgumentException("not a URL of the form https://HOST/PATH");
    }
    if (url.url.getHost() == null || url.url.getPort() > 65_535 || url.url.getPort() == 0) {
      throw new IllegalArgumentException("the URL names no host, or a port that there is not");
    }
    if (url.url.getRawUserInfo() != null || url.url.getRawFragment() != null) {
      throw new IllegalArgumentException("the URL must have no user, password or fragment");
    }
    if (clear && !url.isHere()) {
      throw new IllegalArgumentException(
          "the URL must begin with https://; http:// is for a server on this host only");
    }
    return url;
  }

  private static URI uri(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      // Its message repeats the URL.
      throw new IllegalArgumentException("not a URL of the form https://HOST/PATH");
    }
  }

  /** Whether a part of it is there for secrets. */
  public boolean hasQuery() {
    return url.getRawQuery() != null;
  }

  boolean tls() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Whether it leads to this host. */
  public boolean isHere() {
    String host = host();
    try {
      return host.equalsIgnoreCase("localhost") || LiteralAddress.parse(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The host, as a person reads it. */
  public String host() {
    return Printable.line(url.getHost().replaceAll("^\\[|]$", ""), 300);
  }

  HttpRequest.Builder request() {
    return HttpRequest.newBuilder(url);
  }

  @Override
  public String toString() {
    return host();
  }
}
