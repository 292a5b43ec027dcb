package dev.rollcall.cli.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What receives OTLP on loopback, and answers as a test wants. */
public final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Set<String> once = ConcurrentHashMap.newKeySet();
  private final boolean tls;

  /**
   * A request.
   *
   * @param body in ISO 8859-1, which keeps every byte
   */
  public record Received(String path, Map<String, List<String>> headers, String body) {}

  /** With a body that has no end, where there is none. */
  private record Answer(int status, @Nullable String body, Map<String, String> headers) {}

  private Collector(HttpServer server, boolean tls) {
    this.server = server;
    this.tls = tls;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** In clear, or over TLS. */
  public static Collector start(@Nullable SSLContext tls) throws IOException {
    InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      return new Collector(HttpServer.create(where, 0), false);
    }
    HttpsServer server = HttpsServer.create(where, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new Collector(server, true);
  }

  /** Answers a path that way from now on; every other gets 200 and an empty object. */
  public Collector answering(String path, int status, String body) {
    return answering(path, status, body, Map.of());
  }

  /** As the other, with headers; each character of the body is one byte. */
  public Collector answering(String path, int status, String body, Map<String, String> headers) {
    answers.put(path, new Answer(status, body, headers));
    return this;
  }

  /** As the other, to the first request; then as every other path. */
  public Collector answeringOnce(
      String path, int status, String body, Map<String, String> headers) {
    once.add(path);
    return answering(path, status, body, headers);
  }

  /** Answers a path with spaces until the client hangs up. */
  public Collector answeringWithoutEnd(String path, int status) {
    answers.put(path, new Answer(status, null, Map.of()));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    received.add(
        new Received(
            path,
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
    Answer answer = answers.getOrDefault(path, new Answer(200, "{}", Map.of()));
    if (once.remove(path)) {
      answers.remove(path);
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.body() == null) {
      flood(exchange, answer.status());
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void flood(HttpExchange exchange, int status) throws IOException {
    byte[] spaces = " ".repeat(1 << 13).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, 0);
    while (true) {
      exchange.getResponseBody().write(spaces);
    }
  }

  public List<Received> received() {
    return received;
  }

  public String url() {
    return (tls ? "https" : "http") + "://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
