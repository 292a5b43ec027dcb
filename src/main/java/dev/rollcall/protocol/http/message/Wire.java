package dev.rollcall.protocol.http.message;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.fault.ProbeException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * httpcore's codec over a socket of the session, with what it throws said in our words. Never
 * closed by itself: closing a body of httpcore reads it to its end.
 */
public final class Wire extends DefaultBHttpClientConnection {
  /** One line of a head, in characters; curl takes 100 KiB. */
  private static final int LINE = 128 << 10;

  /** The fields of a head; curl takes 5,000. */
  private static final int FIELDS = 10_000;

  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setMaxLineLength(LINE)
          .setMaxHeaderCount(FIELDS)
          .setMaxEmptyLineCount(4)
          .build();

  /** RFC 9110 §15: three digits, of which the first is a class. */
  private static final int LEAST_STATUS = 100;

  private static final int GREATEST_STATUS = 999;
  private static final int INTERIM = 8;

  /** All lines before a body together, in bytes; curl takes 300 KiB. */
  private static final int HEAD = 512 << 10;

  private static final int STEP = 16 << 10;
  private static final int LOOKS = 256;

  /** Of what is quoted of an exception, in characters. */
  private static final int LONGEST = 80;

  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private boolean ended;
  private boolean inHead = true;
  private int head;

  public Wire(Socket socket) throws IOException {
    // The parser's factory needs the limits as well: by default it has its own.
    super(
        BOUNDS,
        null,
        // By itself, the library makes question marks of the octets from 7F to 9F.
        StandardCharsets.ISO_8859_1.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE),
        new BodyLength(),
        null,
        null,
        new DefaultHttpResponseParserFactory(BOUNDS));
    bind(
        new SocketHolder(socket) {
          @Override
          protected InputStream getInputStream(Socket from) throws IOException {
            return new Onlooker(super.getInputStream(from));
          }
        });
  }

  /** Sends the request and reads the answer's head; interim answers (RFC 9110 §15.2) are passed. */
  public ClassicHttpResponse exchange(ClassicHttpRequest request)
      throws IOException, ProbeException {
    try {
      sendRequestHeader(request);
      flush();
      for (int seen = 0; seen <= INTERIM; seen++) {
        ClassicHttpResponse response = head();
        if (response.getCode() >= 200 || response.getCode() == 101) {
          inHead = false;
          return response;
        }
      }
      throw ProbeException.malformed("interim answers without an end");
    } catch (NoHttpResponseException e) {
      throw eof(e);
    } catch (MessageConstraintException e) {
      throw isHttp() ? tooLong(e) : notHttp(e);
    } catch (HttpException e) {
      throw notHttp(e);
    }
  }

  /** Whether the answer begins with a status line (RFC 9112 §4). */
  private boolean isHttp() {
    return text(first).matches("(?s)HTTP/1\\.[01] [1-9][0-9]{2}[ \r\n].*");
  }

  private static ProbeException tooLong(Exception cause) {
    ProbeException unexpected =
        ProbeException.unexpected(
            quotes ->
                "the head of the answer is larger than any client reads ("
                    + quotes.upTo(LONGEST).message(cause)
                    + "); the bounds are "
                    + (LINE >> 10)
                    + " KiB a line, "
                    + FIELDS
                    + " fields, "
                    + (HEAD >> 10)
                    + " KiB in all");
    unexpected.initCause(cause);
    return unexpected;
  }

  private ClassicHttpResponse head() throws IOException, HttpException {
    ClassicHttpResponse response;
    try {
      response = receiveResponseHeader();
    } catch (RuntimeException e) {
      // The library's parser takes a status of 000, and its message does not.
      throw new ProtocolException("an impossible status", e);
    }
    if (ended) {
      throw new EOFException("closed within the head of the answer");
    }
    if (response.getCode() < LEAST_STATUS || response.getCode() > GREATEST_STATUS) {
      throw new ProtocolException("status " + response.getCode());
    }
    return response;
  }

  /**
   * Reads the body until its text is enough, it ends, or that many bytes are there.
   *
   * @param enough asked of all that was read so far, as ISO 8859-1; also after the peer failed, so
   *     that a proof which came before the failure counts
   */
  public Body body(ClassicHttpResponse response, int most, Predicate<String> enough)
      throws IOException, ProbeException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      receiveResponseEntity(response);
      boolean whole = read(response.getEntity().getContent(), bytes, most, enough);
      return new Body(text(bytes), whole);
    } catch (IOException | HttpException e) {
      if (enough.test(text(bytes))) {
        return new Body(text(bytes), false);
      }
      Optional<ProbeException> known = broken(e, response.getCode(), bytes.size());
      if (known.isPresent()) {
        throw known.get();
      }
      throw e instanceof IOException io ? io : new IOException(e);
    }
  }

  /**
   * What was read of a body.
   *
   * @param text as ISO 8859-1, one character a byte
   * @param whole whether it ended there
   */
  public record Body(String text, boolean whole) {}

  private static boolean read(
      InputStream in, ByteArrayOutputStream bytes, int most, Predicate<String> enough)
      throws IOException {
    byte[] buffer = new byte[STEP];
    int looked = 0;
    for (int reads = 0; bytes.size() < most; reads++) {
      int count = read(in, buffer, Math.min(buffer.length, most - bytes.size()));
      if (count < 0) {
        return true;
      }
      bytes.write(buffer, 0, count);
      // A body in crumbs must not be searched anew for each of them.
      if (reads < LOOKS || bytes.size() - looked >= STEP) {
        looked = bytes.size();
        if (enough.test(text(bytes))) {
          return false;
        }
      }
    }
    return false;
  }

  private static int read(InputStream in, byte[] buffer, int most) throws IOException {
    try {
      return in.read(buffer, 0, most);
    } catch (RuntimeException e) {
      throw new MalformedChunkCodingException(e.getClass().getSimpleName());
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static EOFException eof(IOException cause) {
    EOFException eof = new EOFException("closed without an answer");
    eof.initCause(cause);
    return eof;
  }

  private ProbeException notHttp(Exception cause) {
    byte[] begin = first.toByteArray();
    return malformed(
        quotes ->
            "the answer is not HTTP ("
                + quotes.upTo(LONGEST).message(cause)
                + "): "
                + quotes.bytes(begin),
        cause);
  }

  /** What became of an answer whose head was good; empty leaves it to the classifier. */
  private static Optional<ProbeException> broken(Exception cause, int status, int size) {
    String after = "after HTTP " + status + " and " + size + " bytes of body";
    if (cause instanceof ConnectionClosedException || cause instanceof TruncatedChunkException) {
      return Optional.of(fault(FaultKind.CLOSED, "closed within the answer, " + after, cause));
    }
    if (cause instanceof HttpException
        || cause instanceof MessageConstraintException
        || cause instanceof MalformedChunkCodingException) {
      return Optional.of(
          malformed(
              quotes ->
                  "the body is not HTTP (" + quotes.upTo(LONGEST).message(cause) + ") " + after,
              cause));
    }
    if (cause instanceof SocketTimeoutException) {
      return Optional.of(
          fault(FaultKind.TIMED_OUT, "the answer did not end in time " + after, cause));
    }
    return Optional.empty();
  }

  private static ProbeException malformed(ProbeException.Evidence evidence, Exception cause) {
    ProbeException malformed = ProbeException.malformed(evidence);
    malformed.initCause(cause);
    return malformed;
  }

  private static ProbeException fault(FaultKind kind, String evidence, Exception cause) {
    return new ProbeException(new Fault(Phase.EXCHANGE, kind, evidence), cause);
  }

  /** Keeps the first bytes, for evidence, and whether the peer has closed. */
  private final class Onlooker extends FilterInputStream {
    private static final int KEPT = 64;

    Onlooker(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      ended |= count < 0;
      head += inHead ? Math.max(0, count) : 0;
      if (head > HEAD) {
        throw new MessageConstraintException("its head has more than " + HEAD + " bytes");
      }
      first.write(buffer, offset, Math.max(0, Math.min(count, KEPT - first.size())));
      return count;
    }
  }
}
