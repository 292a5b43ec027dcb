package dev.rollcall.engine.names;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One question to one name server, asked as the system's resolver asks it: over UDP without EDNS,
 * sent again if no answer comes, and over TCP if the answer was truncated (RFC 1035 §4.2).
 *
 * <p>Each has its own socket, so that the failure of one cannot affect another.
 */
final class Exchange {
  private static final int LARGEST = 65535;

  /** A question is sent again after these parts of its timeout, as a single packet may get lost. */
  private static final double[] AGAIN = {0.125, 0.25, 0.5, 0.75};

  private final InetSocketAddress server;
  private final Message question;
  private final long start = System.nanoTime();
  private final long given;

  Exchange(InetSocketAddress server, Message question, Duration timeout) {
    this.server = server;
    this.question = question;
    this.given = timeout.toNanos();
  }

  /** Why there is no answer. */
  enum Failure {
    /** This host could not even open a socket. */
    NO_SOCKET,
    /** No packet left this host. */
    NOT_SENT,
    /** ICMP port unreachable came back. */
    NOT_LISTENING,
    /** Another ICMP error came back. */
    REJECTED,
    SILENT,
    /** The answer is cut short, and the time was too short to get the whole one over TCP. */
    LATE,
    /** The answer is cut short, and a connection over TCP gets no answer, or ICMP. */
    TCP_BLOCKED,
    /** The answer is cut short, and TCP refuses the connection, or gives no answer on it. */
    TCP_FAILED,
    /** An answer to this question that is not valid DNS. */
    BROKEN
  }

  /** There is no answer, or only a part of one. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final transient Optional<Message> part;

    NoAnswerException(Failure failure) {
      this(failure, Optional.empty());
    }

    NoAnswerException(Failure failure, Optional<Message> part) {
      super(failure.name());
      this.failure = failure;
      this.part = part;
    }

    /** The answer that is cut short, if it has records. */
    Optional<Message> part() {
      return part;
    }

    Failure failure() {
      return failure;
    }
  }

  /** The whole answer; unrelated datagrams are ignored. */
  Message answer() throws NoAnswerException {
    Message answer = overUdp();
    if (!answer.getHeader().getFlag(Flags.TC)) {
      return answer;
    }
    try {
      return overTcp();
    } catch (NoAnswerException e) {
      boolean empty = answer.getSection(Section.ANSWER).isEmpty();
      throw new NoAnswerException(e.failure(), empty ? Optional.empty() : Optional.of(answer));
    }
  }

  private Message overUdp() throws NoAnswerException {
    try (DatagramSocket socket = open()) {
      send(socket);
      int sent = 1;
      DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
      while (true) {
        boolean last = sent > AGAIN.length;
        long until = last ? given : (long) (given * AGAIN[sent - 1]);
        Optional<Message> answer = receive(socket, packet, until);
        if (answer.isPresent()) {
          return answer.get();
        }
        if (elapsed() < until) {
          continue;
        }
        if (last) {
          throw new NoAnswerException(Failure.SILENT);
        }
        resend(socket);
        sent++;
      }
    }
  }

  private static DatagramSocket open() throws NoAnswerException {
    try {
      return new DatagramSocket();
    } catch (IOException e) {
      throw new NoAnswerException(Failure.NO_SOCKET);
    }
  }

  /** The first datagram: an error here comes from this host. */
  private void send(DatagramSocket socket) throws NoAnswerException {
    try {
      socket.connect(server);
      socket.send(datagram());
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new NoAnswerException(Failure.NOT_SENT);
    }
  }

  private void resend(DatagramSocket socket) throws NoAnswerException {
    try {
      socket.send(datagram());
    } catch (IOException e) {
      throw new NoAnswerException(icmp(e));
    }
  }

  private DatagramPacket datagram() {
    byte[] wire = question.toWire();
    return new DatagramPacket(wire, wire.length);
  }

  /** Empty if none came in time, or an unrelated one. */
  private Optional<Message> receive(DatagramSocket socket, DatagramPacket packet, long until)
      throws NoAnswerException {
    try {
      socket.setSoTimeout(milliseconds(until));
      packet.setLength(LARGEST);
      socket.receive(packet);
      return read(question, Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new NoAnswerException(icmp(e));
    }
  }

  private static Failure icmp(IOException e) {
    return e instanceof PortUnreachableException ? Failure.NOT_LISTENING : Failure.REJECTED;
  }

  private Message overTcp() throws NoAnswerException {
    boolean late = elapsed() > given / 2;
    try (Socket socket = new Socket()) {
      connect(socket, late);
      byte[] wire = question.toWire();
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] framed = new byte[wire.length + 2];
      framed[0] = (byte) (wire.length >> 8);
      framed[1] = (byte) wire.length;
      System.arraycopy(wire, 0, framed, 2, wire.length);
      out.write(framed);
      byte[] length = exactly(socket, 2);
      byte[] answer = exactly(socket, (length[0] & 0xff) << 8 | (length[1] & 0xff));
      return read(question, answer).orElseThrow(() -> new NoAnswerException(Failure.BROKEN));
    } catch (SocketTimeoutException e) {
      throw new NoAnswerException(late ? Failure.LATE : Failure.TCP_FAILED);
    } catch (IOException e) {
      throw new NoAnswerException(Failure.TCP_FAILED);
    }
  }

  private void connect(Socket socket, boolean late) throws NoAnswerException {
    try {
      socket.connect(server, milliseconds(given));
    } catch (SocketTimeoutException e) {
      throw new NoAnswerException(late ? Failure.LATE : Failure.TCP_BLOCKED);
    } catch (NoRouteToHostException e) {
      throw new NoAnswerException(Failure.TCP_BLOCKED);
    } catch (ConnectException e) {
      throw new NoAnswerException(Failure.TCP_FAILED);
    } catch (IOException e) {
      throw new NoAnswerException(Failure.NO_SOCKET);
    }
  }

  private byte[] exactly(Socket socket, int count) throws IOException {
    byte[] bytes = new byte[count];
    InputStream in = socket.getInputStream();
    for (int read = 0; read < count; ) {
      if (elapsed() >= given) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout(milliseconds(given));
      int more = in.read(bytes, read, count - read);
      if (more < 0) {
        throw new EOFException();
      }
      read += more;
    }
    return bytes;
  }

  private long elapsed() {
    return System.nanoTime() - start;
  }

  /** The remaining time in milliseconds, at least one: zero would wait for ever. */
  private int milliseconds(long until) {
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - elapsed()) + 1);
  }

  /**
   * Reads an answer, which may be hostile.
   *
   * @return empty if it does not answer this question
   * @throws NoAnswerException if it has the question's id, but is not valid DNS
   */
  static Optional<Message> read(Message question, byte[] bytes) throws NoAnswerException {
    if (bytes.length < Header.LENGTH
        || ((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)) != question.getHeader().getID()) {
      return Optional.empty();
    }
    try {
      Message answer = new Message(bytes);
      return meant(question.getQuestion(), answer) ? Optional.of(answer) : Optional.empty();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new NoAnswerException(Failure.BROKEN);
    }
  }

  /** A server that refuses a question may omit it in its answer (RFC 1035 §4.1.1, format error). */
  private static boolean meant(Record asked, Message answer) {
    if (!answer.getHeader().getFlag(Flags.QR)) {
      return false;
    }
    Record echoed = answer.getQuestion();
    return echoed == null
        ? answer.getRcode() != Rcode.NOERROR
        : echoed.getName().equals(asked.getName())
            && echoed.getType() == asked.getType()
            && echoed.getDClass() == asked.getDClass();
  }
}
