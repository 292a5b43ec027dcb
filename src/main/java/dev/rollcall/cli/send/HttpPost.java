package dev.rollcall.cli.send;

import dev.rollcall.probe.fault.OsMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends by HTTP: follows no redirect, sends nothing a second time, reads no more of an answer than
 * asked for, and ends by the deadline.
 */
public final class HttpPost {
  /** What Java says of an answer to CONNECT that is not 200; the status follows. */
  private static final String REFUSED_BY_PROXY = "Tunnel failed";

  private final HttpClient client;

  private HttpPost(HttpClient client) {
    this.client = client;
  }

  /** An answer. */
  public static final class Answer {
    private final int status;
    private final byte[] body;
    private final HttpHeaders headers;

    private Answer(HttpResponse<byte[]> response) {
      status = response.statusCode();
      headers = response.headers();
      // What a proxy says itself comes without one.
      body = response.body() == null ? new byte[0] : response.body();
    }

    public int status() {
      return status;
    }

    /** A header's value, unsafe to show as it is; empty if there is none. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** Its beginning, as far as it was read. */
    public byte[] body() {
      return body;
    }
  }

  /** Why there is no answer. */
  public enum Why {
    /** None came by the deadline. */
    LATE,
    /** The name was not found. */
    NO_NAME,
    /** TLS failed, or the certificate is not trusted. */
    TLS,
    /** Nothing listens there. */
    NO_CONNECTION,
    /** The proxy does not lead to the server. */
    PROXY,
    /** The connection broke, or the answer was not HTTP. */
    BROKEN;

    /**
     * In words for the user.
     *
     * @param server its host
     * @param deadline how long everything could take
     * @param proxy the host of the proxy on the way
     */
    public String words(String server, Duration deadline, Optional<String> proxy) {
      return switch (this) {
        case LATE -> "no answer within " + deadline.toSeconds() + " s";
        case NO_NAME -> "the name " + proxy.orElse(server) + " was not found";
        case TLS ->
            "TLS failed; its certificate must be for "
                + server
                + ", from a CA of this host or of the site file's trust.internal";
        case NO_CONNECTION ->
            "no connection to " + proxy.map(one -> "the proxy " + one).orElse(server);
        case PROXY -> "the proxy " + proxy.orElse("") + " does not allow a connection to " + server;
        case BROKEN -> "the connection broke, or the answer was not HTTP";
      };
    }
  }

  /** There is no answer. Has no cause: that could hold the URL. */
  public static final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    private UnansweredException(Why why) {
      super(why.name());
      this.why = why;
    }

    public Why why() {
      return why;
    }
  }

  /**
   * Goes straight to a server, or through a proxy.
   *
   * @param tls certificate files that are trusted beside Java's and the system's; empty if the
   *     server is spoken to in clear
   * @param proxy an HTTP proxy without a login
   * @throws IOException if the certificates cannot be loaded
   */
  public static HttpPost to(Optional<List<Path>> tls, Optional<InetSocketAddress> proxy)
      throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(proxy.map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY));
    if (tls.isPresent()) {
      try {
        builder.sslContext(Trust.context(tls.get()));
      } catch (GeneralSecurityException e) {
        throw new IOException("the trusted certificates could not be loaded", e);
      }
    }
    return new HttpPost(builder.build());
  }

  /**
   * Sends a body, and waits for the answer.
   *
   * @param request without its body
   * @param most the most bytes of the answer that are read
   * @param end the deadline, as {@link System#nanoTime} counts
   */
  public Answer send(HttpRequest.Builder request, byte[] body, int most, long end)
      throws UnansweredException, InterruptedException {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new UnansweredException(Why.LATE);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.timeout(Duration.ofNanos(left)).POST(BodyPublishers.ofByteArray(body)).build(),
            BoundedBody.of(most));
    try {
      return new Answer(answer.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new UnansweredException(Why.LATE);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new UnansweredException(why(cause == null ? e : cause));
    } finally {
      answer.cancel(true);
    }
  }

  /** Why there was no answer. */
  static Why why(Throwable thrown) {
    if (thrown instanceof HttpTimeoutException) {
      return Why.LATE;
    }
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof UnresolvedAddressException) {
        return Why.NO_NAME;
      }
      if (one instanceof SSLException) {
        return Why.TLS;
      }
      if (String.valueOf(one.getMessage()).startsWith(REFUSED_BY_PROXY)) {
        return Why.PROXY;
      }
    }
    // What is reset before Java has seen that it is connected is a ConnectException too.
    boolean reset = OsMessage.of(thrown) == OsMessage.RESET;
    return thrown instanceof ConnectException && !reset ? Why.NO_CONNECTION : Why.BROKEN;
  }
}
