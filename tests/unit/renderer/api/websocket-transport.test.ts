import { describe, expect, it } from 'vitest';
import { webSocketTransport, webSocketUrl } from '../../../../src-renderer/api/connection/websocket-transport.ts';

class FakeSocket extends EventTarget {
  readyState = 1;
  sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  close(code = 1000): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
  say(data: string): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

function connect(token: string) {
  const socket = new FakeSocket();
  const transport = webSocketTransport('ws://127.0.0.1/ws', () => socket as unknown as WebSocket);
  return { socket, result: transport.connect(token) };
}

describe('the WebSocket transport', () => {
  it('shows the token in its first frame and is open once the server is ready', async () => {
    const { socket, result } = connect('secret');
    socket.dispatchEvent(new Event('open'));
    expect(socket.sent).toEqual(['{"token":"secret"}']);
    socket.say('{"ready":true,"version":"0.1.0"}');
    const opened = await result;
    expect(opened.kind === 'open' && opened.session.version).toBe('0.1.0');
  });

  it('says refused when the server closes with 4401', async () => {
    const { socket, result } = connect('wrong');
    socket.close(4401);
    await expect(result).resolves.toEqual({ kind: 'refused' });
  });

  it.each([1006, 1001, 1011])('says unreachable when the socket closes with %i before it is ready', async (code) => {
    const { socket, result } = connect('t');
    socket.close(code);
    await expect(result).resolves.toEqual({ kind: 'unreachable' });
  });

  it.each(['hello', '{"ready":false}', '[1]', 'null'])('does not take %s for a welcome', async (frame) => {
    const { socket, result } = connect('t');
    socket.say(frame);
    await expect(result).resolves.toEqual({ kind: 'unreachable' });
  });

  it('reports how an open session ended', async () => {
    const { socket, result } = connect('t');
    socket.say('{"ready":true}');
    const opened = await result;
    if (opened.kind !== 'open') throw new Error('not open');
    socket.close(1006);
    await expect(opened.session.ended).resolves.toBe('lost');
  });

  it("goes to the page's own origin", () => {
    expect(webSocketUrl({ protocol: 'http:', host: '127.0.0.1:8080' })).toBe('ws://127.0.0.1:8080/ws');
    expect(webSocketUrl({ protocol: 'https:', host: 'farm.example' })).toBe('wss://farm.example/ws');
  });
});
