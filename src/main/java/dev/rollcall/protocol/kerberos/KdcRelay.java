package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.Datagrams;
import dev.rollcall.protocol.kerberos.message.EncryptionTypes;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/**
 * The KDC as Java's Kerberos sees it: a port on loopback, behind which every message goes to the
 * session's KDC through the session. Java's Kerberos dials for itself, resends, knows no source
 * address and no deadline; behind the relay all of that is the framework's, as for every other
 * protocol. And the relay holds what Java does not promise: a proof of the password goes out once.
 *
 * <p>Another process of this host that finds the port while it is open gets no more from it than
 * from the KDC.
 */
final class KdcRelay implements Closeable {
  static final int AS_REQ = 10;
  static final int TGS_REQ = 12;

  /** A login needs three; Java may ask anew without what the KDC does not understand. */
  private static final int MOST_MESSAGES = 16;

  private static final int LOCAL_PATIENCE_MILLIS = 2000;

  private final Session session;
  private final ServerSocket listener;
  private Optional<KdcAnswer> last = Optional.empty();
  private int lastRequest;
  private boolean shown;
  private boolean answered;
  private boolean tooBig;
  private boolean nothingInCommon;

  KdcRelay(Session session) throws IOException {
    this.session = session;
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** What the KDC said last; empty if it said nothing. */
  Optional<KdcAnswer> last() {
    return last;
  }

  /** Whether the last question was for a service's ticket. */
  boolean askedForService() {
    return lastRequest == TGS_REQ;
  }

  /** Whether a proof of the password went out. */
  boolean shown() {
    return shown;
  }

  /** Whether the KDC has answered what proves the password. */
  boolean answered() {
    return answered;
  }

  /** Whether a ticket did not fit a datagram. */
  boolean tooBig() {
    return tooBig;
  }

  /** Whether the account has no key that Java can use, so that no proof went out. */
  boolean nothingInCommon() {
    return nothingInCommon;
  }

  /**
   * Relays until it is closed, in the session's own thread.
   *
   * @throws ProbeException if what the KDC says is no Kerberos, or it says nothing
   */
  void serve() throws ProbeException, IOException {
    for (int turn = 0; turn < MOST_MESSAGES; turn++) {
      Optional<Socket> caller = accept();
      if (caller.isEmpty()) {
        return;
      }
      try (Socket socket = caller.get()) {
        pass(socket);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private Optional<Socket> accept() throws ProbeException, IOException {
    try {
      listener.setSoTimeout(session.deadline().socketTimeout());
      return Optional.of(listener.accept());
    } catch (SocketTimeoutException e) {
      throw late("Java's Kerberos did not come to an end before the deadline");
    } catch (SocketException e) {
      if (listener.isClosed()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void pass(Socket caller) throws ProbeException, IOException {
    Optional<byte[]> request = request(caller);
    Optional<byte[]> answer = request.isPresent() ? answer(request.get()) : Optional.empty();
    session.enter(Phase.AUTHENTICATE);
    if (answer.isPresent()) {
      try {
        caller.getOutputStream().write(KdcStream.framed(answer.get()));
      } catch (IOException gone) {
        // Java has ended already, and says why.
      }
    }
  }

  /** Empty if the caller, who is on this host, says nothing sensible. */
  private static Optional<byte[]> request(Socket caller) {
    try {
      caller.setSoTimeout(LOCAL_PATIENCE_MILLIS);
      return request(caller.getInputStream());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** One message with its length before it; empty if that length is none. */
  static Optional<byte[]> request(InputStream caller) throws IOException {
    DataInputStream in = new DataInputStream(caller);
    int length = in.readInt();
    if (length < 0 || length > KdcStream.LARGEST_MESSAGE) {
      return Optional.empty();
    }
    byte[] request = new byte[length];
    in.readFully(request);
    return Optional.of(request);
  }

  /** What the KDC answers; empty for what must not go out. */
  Optional<byte[]> answer(byte[] request) throws ProbeException, IOException {
    int kind = KerberosDer.application(request).orElse(0);
    if (kind != AS_REQ && kind != TGS_REQ) {
      return Optional.empty();
    }
    boolean shows = kind == AS_REQ && shows(request);
    if (shows && shown) {
      return Optional.empty();
    }
    lastRequest = kind;
    last = Optional.empty();
    boolean datagrams = session.target().port().transport() == Transport.UDP;
    byte[] answer = datagrams ? datagram(request, shows) : stream(request, shows);
    KdcAnswer read = read(answer);
    if (datagrams && isTooBig(read)) {
      // Java would go on over TCP; that port has an attempt of its own.
      tooBig = true;
      answered = shown;
      close();
      return Optional.empty();
    }
    if (kind == AS_REQ && !shown && EncryptionTypes.nothingInCommon(read, answer)) {
      nothingInCommon = true;
      close();
      return Optional.empty();
    }
    if (shown && PreAuthentication.failedWithOtherData(read, answer)) {
      // The KDC has judged the proof; Java would not read that.
      last = Optional.of(read);
      answered = true;
      close();
      return Optional.empty();
    }
    PreAuthentication.guard(read, answer);
    last = Optional.of(read);
    answered = shown;
    return Optional.of(answer);
  }

  private static boolean shows(byte[] request) {
    try {
      return PreAuthentication.shown(request);
    } catch (MalformedException e) {
      return true;
    }
  }

  private static boolean isTooBig(KdcAnswer answer) {
    return answer instanceof KdcAnswer.Refused refused
        && refused.code().number() == ErrorCode.RESPONSE_TOO_BIG;
  }

  private KdcAnswer read(byte[] answer) throws ProbeException {
    try {
      return KdcAnswer.read(answer, lastRequest == AS_REQ ? KdcAnswer.AS_REP : KdcAnswer.TGS_REP);
    } catch (MalformedException e) {
      throw KdcAnswer.notKerberos(answer, e);
    }
  }

  private byte[] datagram(byte[] request, boolean shows) throws ProbeException, IOException {
    if (!shows) {
      return session.datagrams().ask(() -> request, answer -> true, KdcExchange.LARGEST_DATAGRAM);
    }
    Datagrams datagrams = session.datagrams();
    shown = true;
    try {
      return datagrams.askOnce(request, answer -> true, KdcExchange.LARGEST_DATAGRAM);
    } catch (SocketTimeoutException e) {
      throw late(
          "no answer to the one datagram that proves the password; it is not sent again, because"
              + " the KDC could count it twice");
    }
  }

  private byte[] stream(byte[] request, boolean shows) throws ProbeException, IOException {
    Connection kdc = session.dial();
    shown |= shows;
    return KdcStream.ask(kdc, request);
  }

  private static ProbeException late(String evidence) {
    return new ProbeException(new Fault(Phase.AUTHENTICATE, FaultKind.TIMED_OUT, evidence));
  }
}
