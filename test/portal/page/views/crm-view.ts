import { COMPANY, DEAL, INVOICE } from '../../acts/crm.js';
import { crmPipelines, semanticsOf } from '../../world/crm-pipelines.js';
import type { CrmItem } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { html, type Html } from '../html.js';
import type { Visit } from '../visit.js';
import { shortDate } from '../words.js';
import type { View } from './layout.js';
import { notFoundView } from './plain-views.js';

/** Enough CRM to win a deal or to mark an invoice as paid by hand. */

const kinds: Record<number, string> = { [DEAL]: 'Сделка', [INVOICE]: 'Счёт', [COMPANY]: 'Компания' };

function crmPath(item: CrmItem): string {
  if (item.entityTypeId === INVOICE) return `/crm/type/${INVOICE}/details/${item.id}/`;
  return `/crm/${item.entityTypeId === DEAL ? 'deal' : 'company'}/details/${item.id}/`;
}

/** `/crm/deal/`: deals and invoices, newest first. Guests have no CRM. */
export function crmView({ world, user }: Visit): View {
  if (user.type !== 'employee') return notFoundView('CRM');
  const items = world.data.crm.filter((item) => item.entityTypeId !== COMPANY).reverse();
  return {
    title: 'CRM',
    body: [
      html`<div class="bar">
        <button class="button primary" type="button" data-dialog="new-deal">Создать сделку</button>
      </div>`,
      items.length === 0 ? html`<div class="card empty">Сделок нет</div>` : table(world, items),
      newDealDialog(world),
    ],
  };
}

function table(world: World, items: readonly CrmItem[]): Html {
  return html`<div class="card flush">
    <table class="rows">
      <thead>
        <tr>
          <th>Название</th>
          <th>Вид</th>
          <th>Компания</th>
          <th>Стадия</th>
          <th class="number">Сумма</th>
          <th>Изменена</th>
        </tr>
      </thead>
      <tbody>
        ${items.map((item) => row(world, item))}
      </tbody>
    </table>
  </div>`;
}

function row(world: World, item: CrmItem): Html {
  return html`<tr data-crm="${item.id}">
    <td class="wide"><a href="${crmPath(item)}" data-slider>${item.title}</a></td>
    <td>${kinds[item.entityTypeId]}</td>
    <td>${companyName(world, item)}</td>
    <td>${stageName(item)}</td>
    <td class="number" data-label="Сумма">${amountOf(item)}</td>
    <td class="quiet">${shortDate(world, item.updatedAt)}</td>
  </tr>`;
}

/** The card of a deal, an invoice or a company. */
export function crmItemView({ world, user }: Visit, entityTypeId: number, id: number): View {
  const item = world.data.crm.find((one) => one.id === id && one.entityTypeId === entityTypeId);
  if (item === undefined || user.type !== 'employee') return notFoundView('CRM');
  if (entityTypeId === COMPANY) return { title: item.title, body: companyDeals(world, item) };
  return { title: item.title, body: [stages(item), facts(world, item), editForm(item)] };
}

function companyDeals(world: World, company: CrmItem): Html {
  const items = world.data.crm.filter((item) => item.fields['companyId'] === company.id);
  return items.length === 0 ? html`<div class="card empty">Сделок нет</div>` : table(world, items);
}

function stages(item: CrmItem): Html {
  const category = item.fields['categoryId'];
  const pipeline = crmPipelines.find(
    (one) => one.entityTypeId === item.entityTypeId && one.categoryId === category,
  );
  return html`<div class="bar" role="group" aria-label="Стадия">
    ${(pipeline?.stages ?? []).map(
      (stage) =>
        html`<button
          class="button ${stage.id === item.fields['stageId'] ? 'primary' : ''}"
          type="button"
          data-do="move-crm-item"
          data-values='{"id":${item.id},"stageId":"${stage.id}"}'
        >
          ${stage.name}
        </button>`,
    )}
  </div>`;
}

function facts(world: World, item: CrmItem): Html {
  return html`<div class="card">
    <p>${kinds[item.entityTypeId]} № ${item.id} · ${companyName(world, item)}</p>
    <p class="big-clock">${amountOf(item)}</p>
    <ul class="people">
      ${item.productRows.map(
        (line) =>
          html`<li>
            <span>${line.productName}</span>
            <span class="quiet">${line.quantity} ${line.measureName} × ${line.price}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}

function editForm(item: CrmItem): Html {
  const hours = item.entityTypeId === DEAL ? 'ufCrm_HOURS' : 'ufCrm_SMART_INVOICE_HOURS';
  return html`<form class="card stack" data-do="edit-crm-item">
    <input type="hidden" name="id" value="${item.id}" />
    <label>Название <input name="title" required maxlength="250" value="${item.title}" /></label>
    <label
      >Сумма <input name="amount" type="number" min="0" value="${Number(item.fields['opportunity'])}"
    /></label>
    <label
      >Часов <input name="hours" type="number" min="0" step="0.25" value="${textOf(item.fields[hours])}"
    /></label>
    <p class="form-error" role="alert" hidden></p>
    <button class="button primary" type="submit">Сохранить</button>
  </form>`;
}

function newDealDialog(world: World): Html {
  const companies = world.data.crm.filter((item) => item.entityTypeId === COMPANY);
  return html`<dialog id="new-deal" class="dialog">
    <form data-do="create-deal" method="dialog">
      <h2>Новая сделка</h2>
      <label>Название <input name="title" required maxlength="250" autocomplete="off" /></label>
      <label
        >Компания
        <select name="companyId">
          ${companies.map((item) => html`<option value="${item.id}">${item.title}</option>`)}
        </select></label
      >
      <label>Часов поддержки <input name="hours" type="number" min="0" max="999" value="20" /></label>
      <label>Цена часа <input name="price" type="number" min="0" value="3000" /></label>
      <p class="form-error" role="alert" hidden></p>
      <div class="bar end">
        <button class="button" type="button" data-close>Отмена</button>
        <button class="button primary" type="submit">Создать</button>
      </div>
    </form>
  </dialog>`;
}

function companyName(world: World, item: CrmItem): string {
  const id = item.fields['companyId'];
  return world.data.crm.find((one) => one.entityTypeId === COMPANY && one.id === id)?.title ?? '—';
}

function stageName(item: CrmItem): Html {
  const stageId = textOf(item.fields['stageId']);
  const stage = crmPipelines.flatMap((pipeline) => pipeline.stages).find((one) => one.id === stageId);
  const status = { P: 3, S: 5, F: 7 }[semanticsOf(item.entityTypeId, stageId)];
  return html`<span class="status status-${status}">${stage?.name ?? stageId}</span>`;
}

function amountOf(item: CrmItem): string {
  const amount = Number(item.fields['opportunity'] ?? 0);
  return `${amount.toLocaleString('ru-RU')} ${textOf(item.fields['currencyId'])}`;
}

function textOf(value: CrmItem['fields'][string] | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
