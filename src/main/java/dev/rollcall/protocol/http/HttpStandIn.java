package dev.rollcall.protocol.http;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.protocol.http.message.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A small web server (RFC 9110) that meets what rules expect of their paths and shows a plain page
 * for every other. It reads no body, answers GET and HEAD only, and does not look at credentials. A
 * head that two readers could read differently gets 400, and the connection ends there.
 */
public final class HttpStandIn implements StandIn.Streams {
  /** What {@link #note} notes of a visit. */
  public static final VisitFacts FACTS =
      new VisitFacts("http.request", "http.user-agent", "http.forwarded-for", "X-Forwarded-For");

  /** What the asker challenges with, in hexadecimal. */
  static final String CHALLENGE = "Rollcall-Challenge";

  /** The proof that names the certificate shown, where there is TLS. */
  static final String PROOF = "Rollcall-Proof";

  /**
   * The proof without a certificate: a device that terminates TLS before the stand-in does not
   * change it.
   */
  static final String PLAIN_PROOF = "Rollcall-Proof-Plain";

  /**
   * Names the server that the stand-in is on, so that a balancer's persistence can be rehearsed.
   */
  private static final String SERVER = "X-Server";

  private static final int REQUESTS = 100;

  private static final String REFUSAL =
      "HTTP/1.1 400 \r\nServer: "
          + StandInMark.TEXT
          + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final boolean tls;
  private final StandInPages site;

  public HttpStandIn(boolean tls, List<HttpSettings> rules) {
    this.tls = tls;
    this.site = new StandInPages(rules);
  }

  @Override
  public void serve(Caller connected) throws IOException {
    Caller caller = tls ? connected.startTls("http/1.1") : connected;
    for (int count = 1; count <= REQUESTS; count++) {
      Optional<Heading> next = read(caller, count);
      if (next.isEmpty()) {
        return;
      }
      Heading heading = next.get();
      note(caller, heading);
      boolean last = count == REQUESTS || !heading.keepsAlive();
      answer(caller, heading, last);
      if (last) {
        return;
      }
    }
  }

  private static Optional<Heading> read(Caller caller, int count) throws IOException {
    Optional<Heading> next;
    try {
      next = Heading.read(caller.in());
    } catch (Heading.RefusedException e) {
      if (count > 1) {
        caller.again();
      }
      caller.write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
      throw e;
    }
    if (count > 1 && next.isPresent()) {
      caller.again();
    }
    return next;
  }

  private static void note(Caller caller, Heading heading) {
    caller.saw(FACTS.question(), heading.method() + " " + heading.path());
    heading.field("Host").ifPresent(host -> caller.saw("http.host", host));
    heading.field("User-Agent").ifPresent(agent -> caller.saw(FACTS.agent(), agent));
    heading
        .field(FACTS.header())
        .or(() -> heading.field("Forwarded"))
        .ifPresent(client -> caller.saw(FACTS.client(), client));
  }

  private void answer(Caller caller, Heading heading, boolean last) throws IOException {
    boolean reads = heading.method().equals("GET") || heading.method().equals("HEAD");
    StandInPages.Page page =
        reads ? site.page(heading, caller.identity()) : StandInPages.NOT_ALLOWED;
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(page.status()).append(" \r\n");
    // First, so that a short part of it is enough.
    line(head, "Server", StandInMark.TEXT);
    proofs(heading, caller.identity(), head);
    line(head, SERVER, caller.identity().server());
    for (Answer.Field field : page.fields()) {
      line(head, field.name(), field.value());
    }
    line(head, "Cache-Control", "no-store");
    line(head, "Connection", last ? "close" : "keep-alive");
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    if (page.status() != 204 && page.status() != 304) {
      line(head, "Content-Length", Integer.toString(body.length));
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    caller.out().write(bytes);
    if (!heading.method().equals("HEAD") && page.status() != 204 && page.status() != 304) {
      caller.out().write(body);
    }
    caller.out().flush();
  }

  private void proofs(Heading heading, StandInIdentity identity, StringBuilder head) {
    Optional<byte[]> challenge = heading.field(CHALLENGE).flatMap(SharedKey::bytes);
    if (challenge.isEmpty()) {
      return;
    }
    identity
        .proof(challenge.get(), tls)
        .ifPresent(proof -> line(head, PROOF, SharedKey.hex(proof)));
    if (tls) {
      identity
          .proof(challenge.get(), false)
          .ifPresent(proof -> line(head, PLAIN_PROOF, SharedKey.hex(proof)));
    }
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
