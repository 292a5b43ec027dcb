package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.BothTransports;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import dev.rollcall.protocol.kerberos.message.Principal;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A KDC on loopback, over both transports at the same port, that says what a test tells it. It
 * holds no key, so that it can refuse and misbehave in every way, and grant nothing: what a real
 * ticket does is seen in the campus.
 */
final class ScriptedKdc implements AutoCloseable {
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final BothTransports peers;

  /**
   * What came.
   *
   * @param proof whether it proves that its sender knows the password
   */
  record Question(Transport transport, int turn, boolean proof, String realm, String client) {}

  /** What is answered; nothing for silence. */
  interface Script {
    byte[] answer(Question question);
  }

  ScriptedKdc(Script script) throws IOException {
    peers =
        BothTransports.open(
            socket -> serve(socket, script),
            (request, turn) -> {
              byte[] answer = script.answer(note(Transport.UDP, request));
              return answer.length == 0 ? List.of() : List.of(answer);
            });
  }

  /** Refuses every proof of a password with that. */
  static ScriptedKdc refusing(String realm, byte[] refusal) throws IOException {
    return new ScriptedKdc(
        question -> question.proof() ? refusal : SampleKdcAnswers.error(25, realm));
  }

  InetSocketAddress address() {
    return peers.address();
  }

  Route.Direct route(Transport transport) {
    return Probes.route(address(), transport);
  }

  List<Question> questions() {
    return List.copyOf(questions);
  }

  long proofs() {
    return questions.stream().filter(Question::proof).count();
  }

  private void serve(Socket socket, Script script) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] request = new byte[in.readInt()];
    in.readFully(request);
    byte[] answer = script.answer(note(Transport.TCP, request));
    if (answer.length == 0) {
      Peer.drain(socket);
    } else {
      socket.getOutputStream().write(SampleKdcAnswers.framed(answer));
      Peer.closeInOrder(socket);
    }
  }

  private Question note(Transport transport, byte[] request) {
    try {
      KerberosDer.Fields fields = KerberosDer.message(request, 10);
      KerberosDer.Fields body = fields.fields(4);
      boolean proof = false;
      if (fields.has(3)) {
        for (KerberosDer.Fields entry : fields.each(3)) {
          proof |= entry.integer(1) == 2;
        }
      }
      Question question =
          new Question(
              transport,
              questions.size(),
              proof,
              body.text(2),
              Principal.decode(body.fields(1)).toString());
      questions.add(question);
      return question;
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    peers.close();
  }
}
